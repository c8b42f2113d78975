import { describe, expect, test } from 'vitest';
import { demand } from '../../../src/live/live-sessions/demand.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** Events of a demand, with the times in seconds. */
function demanded() {
  const clock = virtualClock();
  const done: string[] = [];
  const note = (what: string) => () => void done.push(`${what} ${clock.now() / 1_000}`);
  return { clock, done, ...demand(clock, note('resume'), note('pause')) };
}

describe('Demand', () => {
  test('scans from the first look until a minute after the last', async () => {
    const { clock, done, look } = demanded();
    await clock.run(5_000);
    look();
    for (const at of [10_000, 50_000, 64_000]) {
      await clock.run(at);
      look();
    }
    await clock.run(300_000);
    expect(done).toEqual(['resume 5', 'pause 124']);
  });

  test('resumes once, however many look', async () => {
    const { clock, done, look } = demanded();
    for (let viewer = 0; viewer < 100; viewer += 1) look();
    await clock.run(59_999);
    expect(done).toEqual(['resume 0']);
    await clock.run(60_000);
    expect(done).toEqual(['resume 0', 'pause 60']);
  });

  test('resumes with the next look after a pause', async () => {
    const { clock, done, look } = demanded();
    look();
    await clock.run(100_000);
    look();
    await clock.run(200_000);
    expect(done).toEqual(['resume 0', 'pause 60', 'resume 100', 'pause 160']);
  });

  test('does nothing while no client looks, and nothing more once it is closed', async () => {
    const { clock, done, look, close } = demanded();
    close();
    await clock.run(100_000);
    expect(done).toEqual([]);
    look();
    close();
    await clock.run(300_000);
    expect(done).toEqual(['resume 100']);
  });
});

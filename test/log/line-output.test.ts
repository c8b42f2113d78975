import { execFileSync } from 'node:child_process';
import { closeSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type LineOutput, lineOutput } from '../../src/log/line-output.ts';
import { openPipeReader, readAvailable, temporaryFolder } from '../support/temporary-folder.ts';

/** Opens the reading end of a named pipe, which reads on demand. */
function openReader(path: string) {
  const file = openPipeReader(path);
  const chunk = Buffer.alloc(1024 * 1024);
  return {
    read: (most?: number): string => readAvailable(file, chunk, most),
    close: () => closeSync(file),
  };
}

function openPipe(maxWaitingBytes?: number) {
  const path = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openReader(path);
  const output = lineOutput(path, maxWaitingBytes);
  onTestFinished(() => output.close());
  return { path, reader, output };
}

const numbered = (index: number, length = 100) => `${String(index).padEnd(length - 1, '.')}\n`;

test('A reader that stops holds no request up: what is too much is dropped and counted, and the rest comes whole and in order', async () => {
  const { reader, output } = openPipe(50_000);
  for (let index = 0; index < 5_000; index += 1) output.write(numbered(index));
  expect(output.dropped).toBeGreaterThan(3_000);
  let text = '';
  const reading = setInterval(() => {
    text += reader.read();
  }, 1);
  await output.flush(5_000);
  clearInterval(reading);
  text += reader.read();
  const lines = text.split('\n').filter(Boolean);
  expect(lines).toEqual(Array.from({ length: 5_000 - output.dropped }, (_, index) => numbered(index).trimEnd()));
  output.write('after\n');
  expect(reader.read()).toBe('after\n');
  reader.close();
});

test('A reader that has gone fails what has to be written, drops what need not, and is read again by the next one', () => {
  const { path, reader, output } = openPipe();
  reader.close();
  for (let index = 0; index < 100; index += 1) output.write(numbered(index));
  expect(output.dropped).toBe(100);
  expect(() => output.writeNow('must\n')).toThrow(/EPIPE/);
  const next = openReader(path);
  output.writeNow('again\n');
  output.write('and again\n');
  expect(next.read()).toBe('again\nand again\n');
  next.close();
});

test('What has to be written now comes after what waits, or not at all', () => {
  const { reader, output } = openPipe();
  for (let index = 0; index < 900; index += 1) output.write(numbered(index));
  expect(() => output.writeNow('must\n')).toThrow(/slow/);
  let text = '';
  for (let part = reader.read(); part; part = reader.read()) text += part;
  output.writeNow('now\n');
  for (let part = reader.read(); part; part = reader.read()) text += part;
  expect(text).toBe([...Array.from({ length: 900 }, (_, index) => numbered(index)), 'now\n'].join(''));
  reader.close();
});

test('Whatever is read and when, lines are whole, in order, and each that was accepted is there once', () => {
  type Step = { write: number } | { now: number } | { read: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ write: fc.integer({ min: 2, max: 9_000 }) }),
    fc.record({ now: fc.integer({ min: 2, max: 9_000 }) }),
    fc.record({ read: fc.integer({ min: 1, max: 80_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const { reader, output } = openPipe(60_000);
      const accepted: string[] = [];
      let text = '';
      let index = 0;
      for (const step of steps) {
        if ('read' in step) text += reader.read(step.read);
        else {
          const line = `${String(index).padEnd(('write' in step ? step.write : step.now) - 1, 'x')}\n`;
          index += 1;
          const before = output.dropped;
          if ('write' in step) output.write(line);
          else if (!isWritten(output, line)) continue;
          if (output.dropped === before) accepted.push(line.trimEnd());
        }
      }
      // Each turn has more of what waits written.
      for (let turn = 0; turn < 10; turn += 1) {
        for (let part = reader.read(); part; part = reader.read()) text += part;
        isWritten(output, '\n');
      }
      text += reader.read();
      const lines = text.split('\n').filter(Boolean);
      // A line that was rejected in the middle is on a line of its own, and is no other line.
      expect(lines.filter((line) => accepted.includes(line))).toEqual(accepted);
      reader.close();
    }),
    { numRuns: 40 },
  );
});

function isWritten(output: LineOutput, line: string): boolean {
  try {
    output.writeNow(line);
    return true;
  } catch {
    return false;
  }
}

test('A pipe without a reader is no location to begin with, and neither is a folder', () => {
  const folder = temporaryFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(() => lineOutput(join(folder, 'pipe'))).toThrow(/ENXIO/);
  expect(() => lineOutput(folder)).toThrow(/EISDIR/);
});

test('A full disk fails what has to be written, and drops what need not', () => {
  const output = lineOutput('/dev/full');
  expect(() => output.writeNow('must\n')).toThrow(/ENOSPC/);
  output.write('may\n');
  expect(output.dropped).toBe(1);
  output.close();
});

test('A file that was rotated is left for the new one; where there can be none it is not', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'audit.log');
  const output = lineOutput(path);
  output.writeNow('one\n');
  renameSync(path, `${path}.1`);
  output.writeNow('two\n');
  output.reopen();
  output.writeNow('three\n');
  expect([readFileSync(`${path}.1`, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['one\ntwo\n', 'three\n']);
  rmSync(path);
  writeFileSync(`${path}.2`, '');
  execFileSync('mkdir', [path]);
  expect(() => output.reopen()).toThrow(/EISDIR/);
  output.writeNow('four\n');
  output.close();
});

test('A file that is cut short while it is written goes on at its new end', () => {
  const path = join(temporaryFolder(), 'audit.log');
  const output = lineOutput(path);
  output.writeNow('one\n');
  truncateSync(path);
  output.writeNow('two\n');
  expect(readFileSync(path, 'utf8')).toBe('two\n');
  output.close();
});

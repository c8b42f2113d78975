import { describe, expect } from 'vitest';
import { columnOf, gone, openPage, seen, startForPage, browserTest as test } from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';
import type { TestGatewayOptions } from '../support/gateway.ts';

async function start(path: string, options: TestGatewayOptions = {}) {
  const gateway = await startForPage({ world: consoleWorld().world, ...options });
  const page = await openPage(new URL(path, gateway.url));
  return { gateway, page };
}

describe('Ending sessions', () => {
  test('shows whose they are first, changes nothing until it is confirmed, tells what became of each, and tries again', async () => {
    const { gateway, page } = await start('/sessions?service=SSM&sort=user');
    await seen(page.getByRole('heading', { name: 'Sessions (8)' }));
    const users = await columnOf(page, 'User');
    for (const index of [0, 1, 2]) await page.locator('tbody input[type=checkbox]').nth(index).click();
    await page.getByRole('button', { name: 'End 3 sessions' }).click();
    const dialog = page.getByRole('dialog', { name: 'End sessions' });
    await expect.poll(() => dialog.getByText('Will be ended').count()).toBe(3);
    for (const user of users.slice(0, 3)) expect(await dialog.getByText(user).count()).toBeGreaterThan(0);
    expect(gateway.emulator.count('TerminateSession')).toBe(0);
    expect(gateway.audit.filter(({ dryRun }) => dryRun === false)).toEqual([]);

    gateway.emulator.faults.push({
      kind: 'error',
      operation: 'TerminateSession',
      code: 'AccessDeniedException',
      status: 400,
      times: 1,
    });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Maintenance');
    await dialog.getByRole('button', { name: 'End 3 sessions' }).click();
    const result = page.getByRole('dialog', { name: 'Result' });
    await expect.poll(() => result.getByText('Ended', { exact: true }).count()).toBe(2);
    await result.getByRole('button', { name: 'Try 1 session again' }).click();
    await expect.poll(() => result.getByText('Ended', { exact: true }).count()).toBe(3);
    await result.getByRole('button', { name: 'Close' }).last().click();
    await seen(page.getByRole('heading', { name: 'Sessions (5)' }));
    expect(gateway.emulator.count('TerminateSession')).toBe(4);
    expect(JSON.stringify(gateway.audit)).toContain('Maintenance');
  });

  test('of a session in its panel says which are over already', async () => {
    const { gateway, page } = await start('/sessions?service=SSM');
    await page.getByRole('row').nth(1).getByRole('link').click();
    const panel = page.getByRole('region', { name: '@example.com' });
    await panel.getByRole('button', { name: 'End session' }).click();
    const dialog = page.getByRole('dialog', { name: 'End sessions' });
    await seen(dialog.getByText('Will be ended'));
    for (const session of gateway.emulator.world.location('123456789012', 'eu-west-1').ssmSessions.values())
      session.Status = 'Terminated';
    await dialog.getByRole('button', { name: 'End 1 session' }).click();
    await seen(page.getByText('Over already'));
    await seen(page.getByRole('dialog', { name: 'Result' }).getByRole('row', { name: /@example.com/ }));
  });

  test('is not offered where the gateway changes nothing', async () => {
    const { page } = await start('/sessions', { mutations: false });
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    expect(await page.getByRole('button', { name: /^End session/ }).count()).toBe(0);
  });
});

describe('A fleet', () => {
  test('is stopped after a confirmation that counts its sessions', async () => {
    const { gateway, page } = await start('/fleets');
    await page.getByRole('radio', { name: 'design' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop design' });
    await seen(dialog.getByText(/sessions end at once/));
    expect(gateway.emulator.count('StopFleet')).toBe(0);
    await dialog.getByRole('button', { name: 'Stop fleet' }).click();
    await gone(dialog);
    expect(gateway.emulator.count('StopFleet')).toBe(1);
    await seen(page.getByRole('row', { name: /design/ }).getByText(/Stop(?:ping|ped)/));
  });

  test('that is created shows at each field what is wrong with it, and is created when nothing is', async () => {
    const { gateway, page } = await start('/fleets');
    await page.getByRole('button', { name: 'Create fleet' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create fleet' });
    const create = dialog.getByRole('button', { name: 'Create fleet' });
    await create.click();
    await seen(dialog.getByText('`instanceType` must be not empty.'));
    expect(await dialog.getByRole('textbox', { name: 'Instance type' }).getAttribute('aria-invalid')).toBe('true');
    expect(gateway.emulator.count('CreateFleet')).toBe(0);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('new-fleet');
    await dialog.getByRole('textbox', { name: 'Instance type' }).fill('stream.standard.large');
    await dialog.getByRole('textbox', { name: 'Image' }).fill('AppStream-WinServer2022');
    await dialog.getByRole('textbox', { name: 'Instances' }).fill('2');
    await create.click();
    await seen(page.getByText('Fleet new-fleet was created.'));
    await seen(page.getByRole('row', { name: /new-fleet/ }).getByText('Stopped'));
  });
});

test('A pool is stopped after a confirmation', async () => {
  const { world } = consoleWorld().pool('Later', { RunningMode: 'AUTO_STOP' });
  const { gateway, page } = await start('/pools', { world });
  await page.getByRole('radio', { name: /Later/ }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog', { name: 'Stop Later' }).getByRole('button', { name: 'Stop pool' }).click();
  await expect.poll(() => gateway.emulator.count('StopWorkspacesPool')).toBe(1);
});

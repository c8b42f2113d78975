import { startEmulator } from '../../emulator/emulator.ts';
import { systemClock } from '../../emulator/world/clock.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';

const REGION = 'eu-west-1';

/** Returns the id of an account of the world. */
const accountOf = (index: number) => String(100_000_000_000 + index);

/** Starts an emulated AWS with a seeded world in each of some accounts. */
export function startManyAccounts(count: number) {
  const world = createWorld();
  for (let index = 0; index < count; index += 1) {
    seedWorld(world, { seed: 1 + index, clock: systemClock, accountId: accountOf(index), region: REGION });
  }
  return startEmulator({ world });
}

/** `GATEWAY_AWS_ACCOUNTS` for the first accounts, each reached by a role. */
export function rolesOf(count: number): string {
  const roleOf = (index: number) => `arn:aws:iam::${accountOf(index)}:role/session-gateway`;
  return JSON.stringify(Array.from({ length: count }, (_, index) => ({ roleArn: roleOf(index), regions: [REGION] })));
}

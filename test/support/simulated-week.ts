import { createSimulation, type Simulation } from '../../emulator/world/simulation.ts';
import type { World } from '../../emulator/world/state.ts';
import { sqlStore } from '../../src/store/open/sql-store.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { historyDatabase } from './history-database.ts';
import { startLive, type TestLive } from './live.ts';
import { type TrueSessions, trueSessions } from './true-sessions.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SEED = 1;

/** Hours with a gateway, or without one. */
export interface Period {
  readonly hours: number;
  readonly isObserved: boolean;
}

export interface SimulationPlan {
  readonly world: World;
  readonly periods: readonly Period[];
  /** See `SimulationOptions`. Less than 1: users who stay for hours. */
  readonly speed: number;
  /** Longest interval between two scans: that of gateways, in a time of day that passes so many times faster for them. Minutes. */
  readonly intervalMinutes: number;
  /** Variables of the gateways, of services. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SimulatedWeek {
  /** True lives of the sessions. */
  readonly truth: TrueSessions;
  /** The store, which the gateways have left. */
  readonly sql: SqlConnection;
  /** Begin and end of the simulation. Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** AWS calls that the gateways made. */
  readonly calls: number;
}

/**
 * Simulates the users of a world, and gateways that read it over HTTP and record it, one after the other, in virtual time.
 */
export async function simulateWeek(plan: SimulationPlan): Promise<SimulatedWeek> {
  const { world, periods, speed, intervalMinutes, environment } = plan;
  const virtualHour = HOUR / intervalMinutes;
  // Without a file, whose writes take longer than all else: a database that outlives the gateways as a file does.
  const sql = await historyDatabase();
  // Providers compare AWS's times with the time of this machine. Begins with an hour, so that hours of use are whole.
  const startedAt = Math.floor(Date.now() / HOUR) * HOUR;
  let simulation: Simulation | undefined;
  let live: TestLive | undefined;
  let truth = trueSessions(0);
  let [from, calls] = [0, 0];
  for (const { hours, isObserved } of periods) {
    if (!isObserved) {
      await live?.virtual.run(live.virtual.now() + hours * virtualHour);
      continue;
    }
    live = await startLive({
      world,
      startedAt,
      speed: intervalMinutes,
      // The interval is at most a minute of virtual time, and two thirds of the age; few calls a second, so that sources are looked for once a minute: there are no new ones.
      maxAgeMs: intervalMinutes * MINUTE * 1.5,
      callsPerSecond: 0.2,
      store: await sqlStore({ connection: sql, isDurable: true, close: async () => {} }),
      simulation: { step: () => simulation?.step() },
      environment,
      ...(live && { after: live }),
    });
    if (!simulation) {
      const clock = { now: live.clock.wall };
      from = clock.now();
      truth = trueSessions(from);
      simulation = createSimulation(world, { seed: SEED, clock, speed, onChange: truth.add });
    }
    live.live.start();
    await live.passEvents(hours * virtualHour);
    calls += live.emulator.count();
    await live.close();
  }
  const to = live?.clock.wall() ?? from;
  // The world goes on to the end, whether or not somebody reads it.
  simulation?.step();
  return { truth, sql, from, to, calls };
}

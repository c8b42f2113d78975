import type { Random } from './random.ts';
import type { LocationState, WorkspacesPool } from './state.ts';
import { poolChange } from './world.ts';

const names = ['Ops', 'Contractors', 'CallCentre', 'Students', 'Auditors'];
const day = 24 * 60 * 60_000;

/** Adds WorkSpaces Pools; every fifth is stopped with an error, every seventh starting. */
export function seedPools(location: LocationState, random: Random, count: number, now: number): void {
  for (let index = 0; index < count; index += 1) {
    const round = Math.floor(index / names.length) + 1;
    const pool = runningPool(location, random, `${names[index % names.length]}${round === 1 ? '' : `-${round}`}`, now);
    if (index % 5 === 4) stop(pool);
    else if (index % 7 === 6) pool.State = 'STARTING';
    location.pools.set(pool.PoolId, pool);
    if (pool.State === 'STARTING') location.changes.set(poolChange(pool.PoolId), now);
  }
}

function runningPool(location: LocationState, random: Random, name: string, now: number): WorkspacesPool {
  const id = `wspool-${random.base36(9)}`;
  return {
    PoolId: id,
    PoolArn: `arn:aws:workspaces:${location.region}:${location.accountId}:workspacespool/${id}`,
    CapacityStatus: {
      AvailableUserSessions: 0,
      DesiredUserSessions: random.between(5, 30),
      ActualUserSessions: 0,
      ActiveUserSessions: 0,
    },
    PoolName: name,
    ...(random.chance(0.7) && { Description: `Desktops for ${name}` }),
    State: 'RUNNING',
    CreatedAt: new Date(now - random.between(20, 500) * day),
    BundleId: `wsb-${random.base36(9)}`,
    DirectoryId: `wsd-${random.base36(9)}`,
    ApplicationSettings: random.chance(0.5)
      ? { Status: 'ENABLED', SettingsGroup: name, S3BucketName: `wspool-app-settings-${location.region}` }
      : { Status: 'DISABLED' },
    TimeoutSettings: {
      DisconnectTimeoutInSeconds: random.pick([900, 3600]),
      IdleDisconnectTimeoutInSeconds: random.pick([0, 900]),
      MaxUserDurationInSeconds: random.pick([14_400, 28_800, 57_600]),
    },
    RunningMode: random.chance(0.8) ? 'AUTO_STOP' : 'ALWAYS_ON',
  };
}

function stop(pool: WorkspacesPool): void {
  pool.State = 'STOPPED';
  pool.RunningMode = 'AUTO_STOP';
  pool.Errors = [
    { ErrorCode: 'WORKSPACES_POOL_STOPPED', ErrorMessage: 'The pool was stopped.' },
    { ErrorCode: 'DIRECTORY_NOT_FOUND', ErrorMessage: `The directory ${pool.DirectoryId} was not found.` },
  ];
}

import { createRandom, seedOf } from './random.ts';
import { minute, type SimulatedUser, second } from './simulated-user.ts';
import type { LocationState, Workspace, WorkspaceConnectionStatus } from './state.ts';

/**
 * Simulates the user of one WorkSpace: connects and disconnects; the connection state is checked at least every two
 * minutes. An AUTO_STOP WorkSpace stops an hour after the user disconnected and starts when the user connects. Has a
 * generator of its own, so that WorkSpaces do not change the rest of the world.
 *
 * @param speed how many times faster than the clock its durations pass
 */
export function workspaceUser(location: LocationState, { WorkspaceId }: Workspace, speed: number): SimulatedUser {
  const random = createRandom(seedOf(`${location.accountId}/${location.region}/${WorkspaceId}`));
  let changesAt: number | undefined;

  function check(connection: WorkspaceConnectionStatus, at: number): void {
    connection.ConnectionStateCheckTimestamp = new Date(at);
    if (connection.ConnectionState === 'CONNECTED') connection.LastKnownUserConnectionTimestamp = new Date(at);
  }

  function change(workspace: Workspace, connection: WorkspaceConnectionStatus): number {
    const connects = connection.ConnectionState !== 'CONNECTED';
    connection.ConnectionState = connects ? 'CONNECTED' : 'DISCONNECTED';
    if (connects) workspace.State = 'AVAILABLE';
    return connects ? random.between(5 * minute, 90 * minute) : random.between(2 * minute, 120 * minute);
  }

  function stopWhenIdle(workspace: Workspace, connection: WorkspaceConnectionStatus, at: number): void {
    const { RunningMode, RunningModeAutoStopTimeoutInMinutes = 60 } = workspace.WorkspaceProperties ?? {};
    if (RunningMode !== 'AUTO_STOP' || connection.ConnectionState === 'CONNECTED') return;
    const last = connection.LastKnownUserConnectionTimestamp?.getTime() ?? 0;
    if ((at - last) * speed > RunningModeAutoStopTimeoutInMinutes * minute) workspace.State = 'STOPPED';
  }

  return {
    session() {
      const { ConnectionState } = location.workspaceConnections.get(WorkspaceId) ?? {};
      if (ConnectionState !== 'CONNECTED') return undefined;
      return { service: 'workspaces-personal', id: WorkspaceId, status: ConnectionState };
    },
    advance(at) {
      const workspace = location.workspaces.get(WorkspaceId);
      const connection = location.workspaceConnections.get(WorkspaceId);
      if (!workspace || !connection || workspace.State === 'UNHEALTHY') return 5 * minute;
      changesAt ??= at + random.between(second, 60 * minute) / speed;
      if (changesAt <= at) changesAt = at + change(workspace, connection) / speed;
      check(connection, at);
      stopWhenIdle(workspace, connection, at);
      return Math.max(second, Math.min((changesAt - at) * speed, 2 * minute));
    },
    renew(at) {
      const connection = location.workspaceConnections.get(WorkspaceId);
      if (connection && connection.ConnectionState !== 'UNKNOWN') check(connection, at);
    },
  };
}

import type { Random } from './random.ts';
import { minute, type SimulatedUser } from './simulated-user.ts';
import type { ManagedNode } from './state.ts';

/** Simulates the agent of a node: reports every five minutes, sometimes loses its connection and recovers. */
export function simulatedNode(node: ManagedNode, random: Random): SimulatedUser {
  return {
    advance(at) {
      const lost = node.PingStatus !== 'Online';
      if (lost ? random.chance(0.1) : random.chance(0.005)) node.PingStatus = lost ? 'Online' : 'ConnectionLost';
      if (node.PingStatus === 'Online') node.LastPingDateTime = new Date(at);
      return 5 * minute;
    },
    renew(at) {
      if (node.PingStatus === 'Online') node.LastPingDateTime = new Date(at);
    },
  };
}

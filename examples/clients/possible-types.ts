/** The types of each interface, by which a store knows what a fragment on `Session` takes. */
export const possibleTypes = {
  Node: ['AppStreamSession', 'Fleet', 'ManagedNode', 'Pool', 'PoolSession', 'SsmSession', 'Stack', 'User'],
  Session: ['AppStreamSession', 'PoolSession', 'SsmSession'],
};

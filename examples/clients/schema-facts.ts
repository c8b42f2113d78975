/** The types of each interface, by which a store knows what a fragment on `Session` takes. */
export const possibleTypes = {
  Node: ['AppStreamSession', 'Fleet', 'ManagedNode', 'Pool', 'PoolSession', 'SsmSession', 'Stack', 'User'],
  Session: ['AppStreamSession', 'PoolSession', 'SsmSession'],
};

/** The fields of each type that are lists with pages. */
export const lists = {
  Fleet: ['sessions', 'stacks'],
  ManagedNode: ['sessions'],
  Pool: ['sessions'],
  Query: ['appStreamSessions', 'fleets', 'managedNodes', 'poolSessions', 'pools', 'sessions', 'ssmSessions', 'stacks'],
  Stack: ['fleets', 'sessions'],
  User: ['sessions'],
};

/** The types of each interface, by which a store knows what a fragment on `Session` takes. */
export const possibleTypes = {
  Node: [
    'AppStreamSession',
    'Fleet',
    'ManagedNode',
    'Pool',
    'PoolSession',
    'SessionRecord',
    'SsmSession',
    'Stack',
    'User',
    'Workspace',
    'WorkspaceSession',
  ],
  Session: ['AppStreamSession', 'PoolSession', 'SsmSession', 'WorkspaceSession'],
};

/** The fields of each type that are lists with pages. */
export const lists = {
  Fleet: ['sessions', 'stacks'],
  ManagedNode: ['sessions'],
  Pool: ['sessions'],
  Query: [
    'appStreamSessions',
    'fleets',
    'liveSessions',
    'managedNodes',
    'poolSessions',
    'pools',
    'sessionHistory',
    'sessions',
    'ssmSessions',
    'stacks',
    'workspaces',
  ],
  Stack: ['fleets', 'sessions'],
  User: ['liveSessions', 'sessionHistory', 'sessions'],
};

/** What GraphiQL's tabs hold at first: one ready query for each thing a newcomer would want to see. */
export const EXAMPLES: readonly string[] = [
  `# Who is streaming what, right now? Fleets, the stacks they serve, their sessions.
# Press Ctrl-Enter. Ctrl-Space completes, and the book on the left explains every field.
query Fleets {
  fleets(first: 5) {
    nodes {
      name
      fleetType
      state
      computeCapacityStatus { desired inUse available }
      stacks(first: 3) { nodes { name displayName } }
      sessions(first: 5) {
        nodes { userId status startedAt expiresAt instanceId authenticationType }
        pageInfo { hasNextPage endCursor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Who has a shell open on which machine? (SSM Session Manager)
query Shells {
  ssmSessions(state: ACTIVE, first: 20) {
    nodes {
      sessionId
      owner
      status
      startedAt
      target
      managedNode { computerName platformName pingStatus }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Who is on which pool desktop? (WorkSpaces Pools)
query Pools {
  pools(first: 5) {
    nodes {
      poolName
      state
      capacityStatus { desiredUserSessions activeUserSessions availableUserSessions }
      sessions(first: 5) {
        nodes { userId status startedAt expiresAt }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
`,
  `# Stacks, and the fleets behind them.
query Stacks {
  stacks(first: 10) {
    nodes {
      name
      displayName
      userSettings { action permission }
      fleets(first: 5) { nodes { name state } }
    }
  }
}
`,
  `# Shell sessions of the last 30 days that are over, a page at a time:
# copy endCursor into the variable "after" (below) and run it again.
query History($after: String) {
  ssmSessions(state: HISTORY, first: 10, after: $after) {
    nodes { sessionId owner target startedAt endedAt reason }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Machines that sessions can be opened on, and who is on each of them.
query Machines {
  managedNodes(first: 5) {
    nodes {
      instanceId
      computerName
      pingStatus
      platformName
      sessions(state: ACTIVE, first: 3) { nodes { owner status startedAt } }
    }
  }
}
`,
];

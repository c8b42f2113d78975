/** What GraphiQL's tabs hold at first: one ready operation for each thing a newcomer would want to see or do. */
export const EXAMPLES: readonly string[] = [
  `# Who is connected to what, right now? Press Ctrl-Enter.
# Ctrl-Space completes; the book on the left explains.
query Everybody {
  sessions(filter: { statuses: [CONNECTED, DISCONNECTED] }, first: 20) {
    nodes {
      service
      status
      user { userName }
      startedAt
      instanceId
      ... on AppStreamSession { fleet { name } stack { name } }
      ... on SsmSession { stale managedNode { computerName } }
      ... on PoolSession { pool { poolName } }
    }
    incomplete
    sources { label status error { code message } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Everything that one person has open, whatever each service
# calls them.
query Person {
  user(userName: "Alice.Martin@Example.com") {
    userName
    sessions(first: 20) {
      nodes { service status startedAt instanceId }
      incomplete
    }
  }
}
`,
  `# One region only: filters choose regions and accounts, and so
# do the arguments of every list. See GATEWAY_AWS_ACCOUNTS.
query Scopes {
  sessions(filter: { regions: ["eu-west-1"], services: [SSM] }, first: 10) {
    nodes { location { accountId region } user { userName } status }
    sources { label status location { accountId region } }
  }
  pools(region: "eu-west-1", first: 3) {
    nodes { poolName location { accountId region } }
  }
}
`,
  `# Who is streaming what on which fleet?
query Fleets {
  fleets(first: 5) {
    nodes {
      name
      fleetType
      state
      computeCapacityStatus { desired inUse available }
      stacks(first: 3) { nodes { name displayName } }
      sessions(first: 5) {
        nodes { userId status startedAt instanceId }
        pageInfo { hasNextPage endCursor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Who has a shell open on which machine? (SSM)
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
      capacityStatus { activeUserSessions availableUserSessions }
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
  `# Shell sessions that are over, a page at a time: run it
# again with { "after": "<endCursor>" } as variables.
query History($after: String) {
  ssmSessions(state: HISTORY, first: 10, after: $after) {
    nodes { sessionId owner target startedAt endedAt reason }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  `# Machines that shells can be opened on, and who has.
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
  `# A new multi-session fleet: 20 users, five on an instance.
# Run it twice: what AWS refuses is in userErrors.
mutation NewFleet {
  createFleet(input: {
    name: "Workshop-Fleet"
    instanceType: "stream.standard.large"
    imageName: "AppStream-WinServer2022-06-17-2026"
    fleetType: ON_DEMAND
    computeCapacity: { desiredSessions: 20 }
    maxSessionsPerInstance: 5
    idleDisconnectTimeoutInSeconds: 900
    tags: [{ key: "team", value: "workshop" }]
  }) {
    fleet { id name state maxSessionsPerInstance computeCapacityStatus { desired } }
    userErrors { code message field }
  }
}
`,
  `# Who would be thrown out? A dry run: nothing is ended.
# Put in the ids of sessions, of any service: every tab
# shows them if asked for \`id\`. dryRun: false ends them.
mutation EndSessions {
  terminateSessions(input: {
    dryRun: true
    reason: "Left the company"
    ids: [
      "U3NtU2Vzc2lvblsiMTIzNDU2Nzg5MDEyIiwiZXUtd2VzdC0xIiwiYWxpY2UubWFydGluQGV4YW1wbGUuY29tLTA1Yjc3ZWU1MjJkZDdkMzJmIl0"
      "UG9vbFNlc3Npb25bIjEyMzQ1Njc4OTAxMiIsImV1LXdlc3QtMSIsIndzcG9vbC11OW9lY3Z4dmgiLCJrYXRhcnp5bmEuc2lsdmFAZXhhbXBsZS5jb20iLCI0YzM5MDVmNy04MGRkLTQ0ZWYtOGYzOS01MTgzZGQzMTQ2ZTUiXQ"
      "QXBwU3RyZWFtU2Vzc2lvblsiMTIzNDU2Nzg5MDEyIiwiZXUtd2VzdC0xIiwiRmluYW5jZSIsIkFuYWx5dGljcy1GbGVldCIsIkFQSSIsImdyYWNlLmtlbGxlciIsImViNTE2Nzg3LWE1YTctNDcxZS05NGMwLWJjMDBkMDc2MDkyMyJd"
    ]
  }) {
    results {
      outcome
      session { service sessionId status startedAt }
      userErrors { code message }
    }
    userErrors { code message field }
  }
}
`,
];

import type { LiveSession, NumberedCommit, SessionChange } from '../../src/live/live-session.ts';
import { providerOf, type SessionModel, type SessionService } from '../../src/sessions/providers.ts';

/** Sessions of the world, as services hold them: six in ten AppStream, a quarter pools, the rest shells. */
const SHARES = { APPSTREAM: 60, WORKSPACES: 25 } as const;
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-2'];
const ACCOUNTS = ['111111111111', '222222222222', '333333333333'];
/** Accounts of the world, as a gateway reads them. */
export const LIVE_ACCOUNTS = ACCOUNTS.map((accountId) => ({
  accountId,
  roleArn: `arn:aws:iam::${accountId}:role/session-gateway`,
  regions: REGIONS,
}));
const FIRST_NAMES = ['anna', 'bruno', 'chloe', 'david', 'emma', 'felix', 'grace', 'hugo', 'iris', 'jonas'];
const START = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;

/** Returns numbers below a bound, the same in every run. */
export function seededRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Creates a world of sessions of 36,000 users on 120 fleets, 60 pools and 5,000 managed nodes, in 3 accounts and 5 regions. */
export function liveWorld(count: number): LiveSession[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => session(index, random));
}

function session(index: number, random: (bound: number) => number): LiveSession {
  const share = random(100);
  const service: SessionService =
    share < SHARES.APPSTREAM ? 'APPSTREAM' : share < SHARES.APPSTREAM + SHARES.WORKSPACES ? 'WORKSPACES' : 'SSM';
  const user = random(36_000);
  const userName = `${FIRST_NAMES[user % 10]}.user-${user}@example.com`;
  const startedAt = START + random(DAY_MS);
  const model = modelOf(service, { index, random, userName, startedAt });
  const provider = providerOf(service);
  return {
    id: Buffer.from(JSON.stringify([provider.sessionType, model.location, ...provider.toKeyParts(model)])).toString(
      'base64url',
    ),
    type: provider.sessionType,
    session: model as SessionModel,
    view: provider.toSession(model, new Date(startedAt)),
    sourceId: `${service} ${model.location.accountId} ${model.location.region} ${random(12)}`,
    userName,
    firstSeenAt: startedAt,
    statusSince: { after: startedAt, before: startedAt + random(3_600_000) },
  };
}

interface Parts {
  readonly index: number;
  readonly random: (bound: number) => number;
  readonly userName: string;
  readonly startedAt: number;
}

function modelOf(service: SessionService, { index, random, userName, startedAt }: Parts) {
  const location = { accountId: ACCOUNTS[random(3)] ?? '', region: REGIONS[random(5)] ?? '' };
  const instance = `i-${index.toString(16).padStart(17, '0')}`;
  const address = {
    EniPrivateIpAddress: `10.${random(256)}.${random(256)}.${random(256)}`,
    EniId: `eni-${index.toString(16).padStart(17, '0')}`,
  };
  const ConnectionState = random(10) < 7 ? ('CONNECTED' as const) : ('NOT_CONNECTED' as const);
  const StartTime = new Date(startedAt);
  if (service === 'APPSTREAM') {
    const fleet = random(120);
    return {
      Id: `${index.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-ddddeeeeffff`,
      UserId: userName,
      State: 'ACTIVE',
      AuthenticationType: 'SAML' as const,
      StackName: `Stack-${fleet % 30}`,
      FleetName: `Fleet-${fleet}`,
      ConnectionState,
      StartTime,
      InstanceId: instance,
      MaxExpirationTime: new Date(startedAt + DAY_MS),
      NetworkAccessConfiguration: { ...address, EniIpv6Addresses: [] },
      InstanceDrainStatus: 'NOT_APPLICABLE',
      location,
    };
  }
  if (service === 'WORKSPACES') {
    return {
      SessionId: `sess-${index.toString(16).padStart(16, '0')}`,
      PoolId: `wspool-${random(60).toString(16).padStart(9, '0')}`,
      UserId: userName,
      AuthenticationType: 'SAML' as const,
      ConnectionState,
      StartTime,
      InstanceId: instance,
      ExpirationTime: new Date(startedAt + DAY_MS),
      NetworkAccessConfiguration: address,
      location,
    };
  }
  return {
    SessionId: `${userName}-${index.toString(16).padStart(17, '0')}`,
    Target: `i-${random(5_000).toString(16).padStart(17, 'f')}`,
    Status: 'Connected' as const,
    StartDate: StartTime,
    DocumentName: 'SSM-SessionManagerRunShell',
    Owner: `arn:aws:sts::${location.accountId}:assumed-role/Admin/${userName}`,
    Reason: 'maintenance',
    MaxSessionDuration: '60',
    location,
  };
}

/** Numbers changes as a change log does. */
export function commitOf(changes: readonly SessionChange[], from: number): NumberedCommit {
  return { changes, sources: [], removedSources: [], from, to: from + changes.length, committedAt: START };
}

/** Creates the changes with which sessions appear. */
export function started(sessions: readonly LiveSession[]): SessionChange[] {
  return sessions.map((each) => ({ kind: 'STARTED', session: each, at: each.statusSince, previousStatus: null }));
}

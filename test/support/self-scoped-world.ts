import type { AccessScope } from '../../src/schema/access/access.ts';
import { buildWorld, testAccountId } from './world.ts';

export const ALICE = 'alice@example.com';
export const OWN: readonly AccessScope[] = ['sessions:read:own'];
/** Scopes of a self-scoped caller that may read fleets, so that every list is reachable. */
export const SELF_SCOPED_AND_FLEETS: readonly AccessScope[] = ['sessions:read:own', 'fleets:read'];

/** Every fifth session is Alice's, in the spelling of its service; the rest are others'. */
const mine = (index: number) => index % 5 === 3;
const userOf = (index: number) => (mine(index) ? 'Alice@Example.com' : `other-${index}@example.com`);
const ownerOf = (index: number) => `arn:aws:sts::${testAccountId}:assumed-role/Ops/${userOf(index)}`;

/** A world in which Alice has a few sessions among many, in every service, and Bob has whole fleets and pools. */
const { world, location } = buildWorld()
  .fleet('alpha')
  .fleet('beta-others-only')
  .fleet('gamma')
  .stack('Design')
  .stack('Others-Only')
  .associate('Design', 'alpha', 'gamma')
  .associate('Others-Only', 'beta-others-only')
  .appStreamSessions({ stack: 'Design', fleet: 'alpha', count: 120, each: (index) => ({ UserId: userOf(index) }) })
  .appStreamSessions({ stack: 'Others-Only', fleet: 'beta-others-only', count: 60, UserId: 'bob@example.com' })
  .appStreamSessions({
    stack: 'Design',
    fleet: 'gamma',
    count: 4,
    AuthenticationType: 'SAML',
    each: (index) => ({ UserId: userOf(index) }),
  })
  .node('i-00000000000000001')
  .ssmSessions({ count: 230, each: (index) => ({ Owner: ownerOf(index) }) })
  .ssmSessions({ count: 10, state: 'History', each: (index) => ({ Owner: ownerOf(index) }) })
  .ssmSessions({ count: 1, Owner: undefined as never })
  .pool('Others', { PoolId: 'wspool-aaaaaaaaa' })
  .poolSessions({ pool: 'Others', count: 30, UserId: 'bob@example.com' })
  .pool('Mixed', { PoolId: 'wspool-bbbbbbbbb' })
  .poolSessions({ pool: 'Mixed', count: 60, each: (index) => ({ UserId: userOf(index) }) });

export { world as ownWorld };

const all = {
  appstream: [...location.appStreamSessions.values()],
  ssm: [...location.ssmSessions.values()],
  pool: [...location.poolSessions.values()],
};
const isAlices = (user = '') => user.toLowerCase().endsWith(ALICE);
export const alices = {
  appstream: all.appstream.filter(({ UserId }) => isAlices(UserId)),
  ssm: all.ssm.filter(({ Owner }) => isAlices(Owner)),
  pool: all.pool.filter(({ UserId }) => isAlices(UserId)),
};
export const bobs = {
  appstream: all.appstream.find(({ UserId }) => UserId === 'bob@example.com') as (typeof all.appstream)[0],
  ssm: all.ssm.find(({ Owner }) => !isAlices(Owner)) as (typeof all.ssm)[0],
  nobodys: all.ssm.find(({ Owner }) => Owner === undefined) as (typeof all.ssm)[0],
  pool: all.pool.find(({ UserId }) => UserId === 'bob@example.com') as (typeof all.pool)[0],
};

import type { Random } from './random.ts';
import type { AppStreamSession } from './state.ts';

/** A user of the emulated company. Each service names the user in its own way. */
export interface WorldUser {
  /** `Alice` */
  readonly first: string;
  readonly last: string;
  /** IAM role that the user assumes for SSM; undefined for an IAM user. */
  readonly role: string | undefined;
}

const firsts =
  'Alice Bruno Chiara David Elena Farid Grace Hugo Ines Jonas Katarzyna Liam Mei Nadia Oscar Priya Quentin Rosa Samuel Tariq Ulrike Victor Wanjiru Ximena Yusuf Zoe'.split(
    ' ',
  );
const lasts =
  'Martin Keller Rossi Okafor Novak Haddad Larsen Silva Tanaka Meyer Kowalska Murphy Chen Petrova Lindqvist Sharma Dubois Garcia Cohen Aziz Brandt Moreau Kamau Torres Demir Jansen'.split(
    ' ',
  );
const roles = ['Ops', 'Admin', 'Support', 'Developer'];

/** Creates users with distinct names. The first is always Alice Martin, for use in examples. */
export function createUsers(random: Random, count = 60): readonly WorldUser[] {
  const users = new Map<string, WorldUser>([['Alice Martin', { first: 'Alice', last: 'Martin', role: 'Ops' }]]);
  while (users.size < Math.min(count, firsts.length * lasts.length)) {
    const [first, last] = [random.pick(firsts), random.pick(lasts)];
    if (users.has(`${first} ${last}`)) continue;
    users.set(`${first} ${last}`, { first, last, role: random.chance(0.7) ? random.pick(roles) : undefined });
  }
  return [...users.values()];
}

/** `alice.martin` */
export function bareName(user: WorldUser): string {
  return `${user.first}.${user.last}`.toLowerCase();
}

/** `alice.martin@example.com`, sometimes capitalized: `Alice.Martin@example.com`. */
export function emailOf(user: WorldUser, random: Random): string {
  return random.chance(0.3) ? `${user.first}.${user.last}@example.com` : `${bareName(user)}@example.com`;
}

const userIds: Record<
  NonNullable<AppStreamSession['AuthenticationType']>,
  (user: WorldUser, random: Random) => string
> = {
  API: bareName,
  SAML: emailOf,
  USERPOOL: emailOf,
  AWS_AD: (user) => `CORP\\${bareName(user)}`,
};

/** AppStream's user id, by authentication type. */
export function appStreamUserId(
  user: WorldUser,
  type: NonNullable<AppStreamSession['AuthenticationType']>,
  random: Random,
): string {
  return userIds[type](user, random);
}

/** SSM's owner: the ARN of an IAM user or an assumed role, and the prefix of session ids. */
export function ssmOwner(user: WorldUser, accountId: string): { arn: string; sessionPrefix: string } {
  const name = bareName(user);
  if (!user.role) return { arn: `arn:aws:iam::${accountId}:user/${name}`, sessionPrefix: name };
  const sessionPrefix = `${name}@example.com`;
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${user.role}/${sessionPrefix}`, sessionPrefix };
}

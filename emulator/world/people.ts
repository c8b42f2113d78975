import type { Random } from './random.ts';
import type { AppStreamSession } from './state.ts';

/** Somebody who works here: one person, whose name each service spells in its own way. */
export interface Person {
  /** `Alice` */
  readonly first: string;
  readonly last: string;
  /** The IAM role that this person assumes for SSM; undefined for those with an IAM user. */
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

/** So many people, no two with the same name. The first is always Alice Martin, for examples to name. */
export function createPeople(random: Random, count = 60): readonly Person[] {
  const people = new Map<string, Person>([['Alice Martin', { first: 'Alice', last: 'Martin', role: 'Ops' }]]);
  while (people.size < Math.min(count, firsts.length * lasts.length)) {
    const [first, last] = [random.pick(firsts), random.pick(lasts)];
    if (people.has(`${first} ${last}`)) continue;
    people.set(`${first} ${last}`, { first, last, role: random.chance(0.7) ? random.pick(roles) : undefined });
  }
  return [...people.values()];
}

/** `alice.martin` */
export function bareName(person: Person): string {
  return `${person.first}.${person.last}`.toLowerCase();
}

/** `alice.martin@example.com`, or as the directory has it: `Alice.Martin@example.com`. */
export function emailOf(person: Person, random: Random): string {
  return random.chance(0.3) ? `${person.first}.${person.last}@example.com` : `${bareName(person)}@example.com`;
}

const userIds: Record<
  NonNullable<AppStreamSession['AuthenticationType']>,
  (person: Person, random: Random) => string
> = {
  API: bareName,
  SAML: emailOf,
  USERPOOL: emailOf,
  AWS_AD: (person) => `CORP\\${bareName(person)}`,
};

/** How AppStream names this person, by the way of signing in. */
export function appStreamUserId(
  person: Person,
  type: NonNullable<AppStreamSession['AuthenticationType']>,
  random: Random,
): string {
  return userIds[type](person, random);
}

/** How SSM names this person: the ARN of an IAM user or of an assumed role, and the word its session ids begin with. */
export function ssmOwner(person: Person, accountId: string): { arn: string; sessionPrefix: string } {
  const name = bareName(person);
  if (!person.role) return { arn: `arn:aws:iam::${accountId}:user/${name}`, sessionPrefix: name };
  const sessionPrefix = `${name}@example.com`;
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${person.role}/${sessionPrefix}`, sessionPrefix };
}

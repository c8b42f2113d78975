import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const FOLDER = `${ROOT}docs/iam/`;

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}
interface Policy {
  readonly title: string;
  readonly document: { readonly Version: string; readonly Statement: readonly Statement[] };
}

const listed = (one: string | readonly string[] = []) => [one].flat();

const documents: Policy[] = readdirSync(FOLDER).map((title) => ({
  title,
  document: JSON.parse(readFileSync(`${FOLDER}${title}`, 'utf8')),
}));
const isTrust = ({ document }: Policy) => document.Statement.some(({ Principal }) => Principal !== undefined);
const policies = documents.filter((policy) => !isTrust(policy));
const statements = policies.flatMap(({ document }) => document.Statement);

/** Actions that the code calls: each command imported from an SDK client, and the role that the SDK assumes. */
function calledActions(): string[] {
  const files = readdirSync(`${ROOT}src`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
  return files.flatMap((text) => {
    const imports = text.matchAll(/^import (?!type)\{([^}]*)\} from '@aws-sdk\/client-(\w+)'/gm);
    const commands = [...imports].flatMap(([, names = '', client]) =>
      [...names.matchAll(/(?<!type )\b(\w+)Command\b/g)].map(([, operation]) => `${client}:${operation}`),
    );
    return text.includes('fromTemporaryCredentials(') ? [...commands, 'sts:AssumeRole'] : commands;
  });
}

/** Actions that need no permission (F-43). */
const FREE = ['sts:GetCallerIdentity'];
/** Permissions that AWS checks beside the action of a call, by the Service Authorization Reference: no call has their names. */
const DEPENDENT: Readonly<Record<string, string>> = {
  'appstream:TagResource': 'appstream:CreateFleet',
  'iam:PassRole': 'appstream:CreateFleet',
};
/** The resources that an action can be limited to, by the Service Authorization Reference (read 2026-11); of others AWS wants `*`. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  'appstream:DescribeSessions': ['fleet/', 'stack/'],
  'appstream:ListAssociatedFleets': ['stack/'],
  'appstream:ListAssociatedStacks': ['fleet/'],
  'appstream:CreateFleet': ['fleet/', 'image/'],
  'appstream:UpdateFleet': ['fleet/', 'image/'],
  'appstream:StartFleet': ['fleet/'],
  'appstream:StopFleet': ['fleet/'],
  'appstream:DeleteFleet': ['fleet/'],
  'appstream:AssociateFleet': ['fleet/', 'stack/'],
  'appstream:DisassociateFleet': ['fleet/', 'stack/'],
  'appstream:TagResource': ['fleet/'],
  'ssm:TerminateSession': ['session/'],
  'workspaces:DescribeWorkspacesPoolSessions': ['workspacespool/'],
  'workspaces:StartWorkspacesPool': ['workspacespool/'],
  'workspaces:StopWorkspacesPool': ['workspacespool/'],
  'sts:AssumeRole': ['role/'],
  'iam:PassRole': ['role/'],
};

test('Each action that the code calls is in exactly one policy, and no policy has one that it does not', () => {
  const called = new Set(calledActions());
  expect(called.size).toBeGreaterThan(20);
  const granted = policies.flatMap(({ title, document }) =>
    document.Statement.flatMap(({ Action }) => listed(Action).map((action) => [action, title] as const)),
  );
  for (const action of called) {
    const titles = granted.filter(([name]) => name === action).map(([, title]) => title);
    expect([action, titles]).toEqual([action, FREE.includes(action) ? [] : [expect.any(String)]]);
  }
  const others = granted.map(([action]) => action).filter((action) => !called.has(action));
  expect(others.toSorted()).toEqual(Object.keys(DEPENDENT).toSorted());
  for (const action of Object.values(DEPENDENT)) expect(called.has(action)).toBe(true);
});

test('The guide links every policy, and no other', () => {
  const guide = readFileSync(`${ROOT}docs/operating.md`, 'utf8');
  const linked = [...guide.matchAll(/\(iam\/([\w-]+\.json)\)/g)].map(([, name]) => name);
  expect([...new Set(linked)].toSorted()).toEqual(readdirSync(FOLDER).toSorted());
});

test('Policies allow, name their actions in full, and limit them to resources where AWS can', () => {
  for (const { Effect, Action, Resource } of statements) {
    expect(Effect).toBe('Allow');
    const resources = listed(Resource);
    const kinds = new Set(listed(Action).flatMap((action) => RESOURCES[action] ?? []));
    for (const action of listed(Action)) {
      expect(action).not.toContain('*');
      const wanted = RESOURCES[action];
      if (!wanted) expect([action, resources]).toEqual([action, ['*']]);
      for (const kind of wanted ?? []) {
        expect([action, resources.some((arn) => arn.includes(`:${kind}`))]).toEqual([action, true]);
      }
    }
    for (const arn of resources.filter((each) => each !== '*')) {
      expect(arn).toMatch(/^arn:aws:(?:appstream|ssm|workspaces|iam):/);
      expect([...kinds].some((kind) => arn.includes(`:${kind}`))).toBe(true);
    }
  }
});

test('A role is passed to AppStream only, and is trusted to be assumed with an external id only', () => {
  const passing = statements.filter(({ Action }) => listed(Action).includes('iam:PassRole'));
  expect(passing.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { 'iam:PassedToService': 'appstream.amazonaws.com' } },
  ]);
  const trusts = documents.filter(isTrust).flatMap(({ document }) => document.Statement);
  expect(trusts.map(({ Action }) => Action)).toEqual(['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity']);
  expect(JSON.stringify(trusts[0]?.Condition)).toContain('sts:ExternalId');
  // The name that the code gives to its sessions.
  const code = readFileSync(`${ROOT}src/aws/accounts/assumed-role.ts`, 'utf8');
  const [, name] = /SESSION_NAME = '([^']+)'/.exec(code) ?? [];
  expect(trusts[0]?.Condition).toMatchObject({ StringEquals: { 'sts:RoleSessionName': name } });
  for (const { document } of documents) expect(document.Version).toBe('2012-10-17');
});

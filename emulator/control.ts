import type { CallState } from './call-state.ts';
import type { Fault } from './faults/faults.ts';
import type { Throttle } from './faults/throttling.ts';
import { defaultQuirks, type Quirks } from './quirks/quirks.ts';
import type { Answer } from './wire/answer.ts';

const PREFIX = '/_emulator/';

/**
 * Serves the control endpoint: `GET` reads, `PUT /_emulator/quirks` changes the given quirks, `POST` adds a fault or a
 * throttle, `DELETE` clears a list. Invalid requests are answered with 400. Null for paths of AWS.
 */
export function controlAnswer(state: CallState, method: string, url: string, body: string): Answer | null {
  if (!url.startsWith(PREFIX)) return null;
  const name = url.slice(PREFIX.length);
  try {
    return answer(200, control(state, method, name, body));
  } catch (error) {
    return answer(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Methods that each name accepts besides `GET`. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  quirks: ['PUT'],
  faults: ['POST', 'DELETE'],
  throttles: ['POST', 'DELETE'],
  calls: ['DELETE'],
  health: [],
};

function control(state: CallState, method: string, name: string, body: string): unknown {
  const methods = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!methods) throw new Error(`${PREFIX} has ${Object.keys(METHODS).join(', ')}, but no ${name}.`);
  if (method !== 'GET' && !methods.includes(method))
    throw new Error(`${name} takes ${['GET', ...methods].join(', ')}, not ${method}.`);
  switch (name) {
    case 'quirks':
      if (method === 'PUT') Object.assign(state.quirks, parseQuirks(parse(body)));
      return state.quirks;
    case 'faults':
      return changeList(state.faults, method, () => toFault(parse(body)));
    case 'throttles':
      return changeList(state.throttles, method, () => toThrottle(parse(body)));
    case 'calls':
      if (method === 'DELETE') state.calls.splice(0);
      return state.calls;
    default:
      return { status: 'ok' };
  }
}

function changeList<Item>(list: Item[], method: string, read: () => Item): Item[] {
  if (method === 'DELETE') list.splice(0);
  if (method === 'POST') list.push(read());
  return list;
}

/** @throws Error for a quirk that does not exist, and for a value of the wrong type or out of range */
function parseQuirks(quirks: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(quirks)) {
    if (!Object.hasOwn(defaultQuirks, name))
      throw new Error(`There is no quirk ${name}; there are ${Object.keys(defaultQuirks).join(', ')}.`);
    const expected = typeOf(defaultQuirks[name as keyof Quirks]);
    if (expected !== typeOf(value)) throw new Error(`${name} must be of the type ${expected}.`);
    checkNumber(name, value);
  }
  return quirks;
}

/** Types of the members of a fault and of a throttle. Unknown members are rejected: a fault with a misspelt condition would match every call. */
const FAULT: Readonly<Record<keyof Fault, string>> = {
  service: 'string',
  operation: 'string',
  accountId: 'string',
  region: 'string',
  inputContains: 'string',
  times: 'number',
  after: 'number',
  share: 'number',
  kind: 'string',
  code: 'string',
  message: 'string',
  status: 'number',
  delay: 'number',
};
const THROTTLE: Readonly<Record<keyof Throttle, string>> = {
  service: 'string',
  operation: 'string',
  rate: 'number',
  burst: 'number',
  code: 'string',
};
const KINDS: readonly unknown[] = ['error', 'hang', 'reset', 'truncate', 'delay'] satisfies Fault['kind'][];

function toFault(fault: Record<string, unknown>): Fault {
  checkMembers(fault, FAULT, ['kind']);
  if (!KINDS.includes(fault.kind)) throw new Error(`kind must be one of ${KINDS.join(', ')}.`);
  return fault as unknown as Fault;
}

function toThrottle(throttle: Record<string, unknown>): Throttle {
  checkMembers(throttle, THROTTLE, ['rate', 'burst']);
  return throttle as unknown as Throttle;
}

function checkMembers(
  given: Record<string, unknown>,
  types: Readonly<Record<string, string>>,
  required: readonly string[],
): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(types, name))
      throw new Error(`There is no ${name}; there are ${Object.keys(types).join(', ')}.`);
    if (typeOf(value) !== types[name]) throw new Error(`${name} must be of the type ${types[name]}.`);
    checkNumber(name, value);
  }
  const missing = required.find((name) => !(name in given));
  if (missing) throw new Error(`${missing} is missing.`);
}

/** Ranges of the numbers that have one of their own. `emptyPageEvery: 1` would make a list endless. */
const RANGES: Readonly<Record<string, { allowed: string; holds(value: number): boolean }>> = {
  emptyPageEvery: { allowed: '0, or 2 and more', holds: (value) => value === 0 || value >= 2 },
  cutListingEvery: { allowed: '0, or 2 and more', holds: (value) => value === 0 || value >= 2 },
  unsizedPageLength: { allowed: '1 or more', holds: (value) => value >= 1 },
  share: { allowed: 'from 0 to 1', holds: (value) => value >= 0 && value <= 1 },
  status: { allowed: 'from 200 to 599', holds: (value) => value >= 200 && value <= 599 },
};
const NOT_NEGATIVE = { allowed: '0 or more', holds: (value: number) => value >= 0 };

function checkNumber(name: string, value: unknown): void {
  if (typeof value !== 'number') return;
  const { allowed, holds } = RANGES[name] ?? NOT_NEGATIVE;
  // `rate` may be a fraction: 0.5 is one call in two seconds.
  if (!holds(value) || (name !== 'rate' && !Number.isInteger(value)))
    throw new Error(`${name} is ${value}; it must be ${allowed}${name === 'rate' ? '' : ', and whole'}.`);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function parse(body: string): Record<string, unknown> {
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The body must be a JSON object.');
  return value as Record<string, unknown>;
}

function answer(status: number, content: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(content)}\n` };
}

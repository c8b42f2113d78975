import { friendlyHabits } from './habits.ts';
import type { CallState } from './handle-call.ts';
import type { Answer } from './wire/answer.ts';

const PREFIX = '/_emulator/';

/**
 * The control endpoint: `GET` reads, `PUT /_emulator/habits` changes some, `POST` adds a fault or a throttle,
 * `DELETE` clears a list. Null for a path that is AWS's.
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

function control(state: CallState, method: string, name: string, body: string): unknown {
  if (name === 'health') return { status: 'ok' };
  if (name === 'habits') {
    if (method === 'PUT') Object.assign(state.habits, knownHabits(parse(body)));
    return state.habits;
  }
  const list = { faults: state.faults, throttles: state.throttles, calls: state.calls }[name];
  if (!list) throw new Error(`/_emulator/ has habits, faults, throttles, calls and health, but no ${name}.`);
  if (method === 'DELETE') list.splice(0);
  if (method === 'POST') {
    if (name === 'calls') throw new Error('Calls are recorded, not posted.');
    (list as object[]).push(parse(body));
  }
  return list;
}

/** A habit that does not exist, or has another type, would be switched on in vain. */
function knownHabits(habits: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(habits)) {
    const known = (friendlyHabits as unknown as Record<string, unknown>)[name];
    if (known === undefined)
      throw new Error(`There is no habit ${name}; there are ${Object.keys(friendlyHabits).join(', ')}.`);
    if (typeof known !== typeof value) throw new Error(`${name} must be a ${typeof known}.`);
  }
  return habits;
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

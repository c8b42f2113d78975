import { friendlyHabits, type Habits } from '../../emulator/habits.ts';
import type { Call, Operation, PageAnswer, PageRequest } from '../../emulator/operation.ts';
import { ServiceError } from '../../emulator/service-error.ts';
import type { Place, World } from '../../emulator/world/state.ts';
import { start } from './plain-shapes.ts';
import type { WorldBuilder } from './world.ts';

/** What a test may choose about one call. */
export interface CallOptions {
  readonly habits?: Partial<Habits>;
  readonly now?: number;
}

/** Runs one operation on a built world without a server: no signature, no constraint table, tokens that are offsets. */
export function run(
  builder: Pick<WorldBuilder, 'world' | 'place'>,
  operation: Operation,
  input: Record<string, unknown> = {},
  options: CallOptions = {},
): Record<string, unknown> {
  return operation.run(callOf(builder.world, builder.place, input, options));
}

/** The code of the refusal; `ok` when there is none. */
export function outcome(...of: Parameters<typeof run>): string {
  return refusal(...of)?.code ?? 'ok';
}

/** The refusal itself, for its text. */
export function refusal(...of: Parameters<typeof run>): ServiceError | undefined {
  try {
    run(...of);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function callOf(world: World, place: Place, input: Record<string, unknown>, options: CallOptions): Call {
  return {
    input,
    place,
    world,
    now: options.now ?? start,
    accessKeyId: 'AKIDEXAMPLE',
    habits: { ...friendlyHabits, ...options.habits },
    endSession: (end) => end(),
    page: pageByOffset,
  };
}

function pageByOffset<Item>(items: readonly Item[], request: PageRequest<Item>): PageAnswer<Item> {
  const from = request.token === undefined ? 0 : Number(request.token);
  if (!Number.isInteger(from)) throw request.invalidToken();
  const to = from + request.limit;
  const keep = request.keep ?? (() => true);
  return { items: items.slice(from, to).filter(keep), nextToken: to < items.length ? String(to) : undefined };
}

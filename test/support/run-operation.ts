import type { Call, Operation, PageAnswer, PageRequest } from '../../emulator/operation.ts';
import { defaultQuirks, type Quirks } from '../../emulator/quirks/quirks.ts';
import { ServiceError } from '../../emulator/service-error.ts';
import type { LocationState, World } from '../../emulator/world/state.ts';
import { start } from './plain-shapes.ts';
import type { WorldBuilder } from './world.ts';

/** Options of one call. */
export interface CallOptions {
  readonly quirks?: Partial<Quirks>;
  readonly now?: number;
}

/** Runs one operation on a built world without a server: no signature, no constraint table, tokens that are offsets. */
export function run(
  builder: Pick<WorldBuilder, 'world' | 'location'>,
  operation: Operation,
  input: Record<string, unknown> = {},
  options: CallOptions = {},
): Record<string, unknown> {
  return operation.run(callOf(builder.world, builder.location, input, options));
}

/** The error code, or `ok`. */
export function outcome(...of: Parameters<typeof run>): string {
  return rejection(...of)?.code ?? 'ok';
}

/** The error, for its text. */
export function rejection(...of: Parameters<typeof run>): ServiceError | undefined {
  try {
    run(...of);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function callOf(world: World, location: LocationState, input: Record<string, unknown>, options: CallOptions): Call {
  return {
    input,
    location,
    world,
    now: options.now ?? start,
    accessKeyId: 'AKIDEXAMPLE',
    quirks: { ...defaultQuirks, ...options.quirks },
    terminateSession: (end) => end(),
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

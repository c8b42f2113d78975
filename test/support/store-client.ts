import type { LiveFilter } from '../../src/live/index/live-filter.ts';
import type { StreamGroup } from '../../src/server/streams/stream-group.ts';
import type { AttachedStream } from '../../src/server/streams/stream-source.ts';
import type { BroadcastWorld, ShownBatch } from './broadcast-world.ts';

/** A client with a store: applies batches as docs/live.md says, and reads everything again where it has to. */
export interface StoreClient {
  /** Ids in its store, sorted. */
  readonly ids: readonly string[];
  /** Events that it has seen, in their order. */
  readonly events: readonly string[];
  /** Batches that it has received. */
  readonly batches: readonly ShownBatch[];
  /** Number of times that it had to read everything again. */
  readonly resyncs: number;
  readonly position: string;
  connect(): void;
  /** The connection breaks. @param lost true if the last batch was sent and did not arrive */
  disconnect(): void;
  /** Takes `count` batches more and then no longer keeps up. */
  readSlowly(count: number): void;
  resume(): void;
}

export function storeClient(world: BroadcastWorld, filter: LiveFilter, groupOf: () => StreamGroup): StoreClient {
  const batches: ShownBatch[] = [];
  const events: string[] = [];
  let ids = new Set(world.matching(filter));
  let position = world.position();
  let attached: AttachedStream | undefined;
  let credit = Infinity;
  let resyncs = 0;

  function readAgain(): void {
    resyncs += 1;
    ids = new Set(world.matching(filter));
    position = world.position();
  }

  function apply(batch: ShownBatch): void {
    batches.push(batch);
    if (batch.from !== position) throw new Error(`A gap: ${batch.from} follows ${position}.`);
    for (const id of [...batch.entered, ...batch.updated]) ids.add(id);
    for (const id of batch.left) ids.delete(id);
    events.push(...batch.events);
    position = batch.to;
  }

  return {
    get ids() {
      return [...ids].sort();
    },
    events,
    batches,
    get resyncs() {
      return resyncs;
    },
    get position() {
      return position;
    },
    connect() {
      attached?.detach();
      const current = groupOf().join(world.source(filter, position), {
        send(text) {
          // A connection that was replaced.
          if (attached !== current && attached !== undefined) return false;
          const batch = JSON.parse(text) as ShownBatch;
          if (batch.isResync) {
            batches.push(batch);
            readAgain();
            // The stream goes on from `to`, which may be older than what was read: that is harmless.
            position = batch.to;
          } else apply(batch);
          credit -= 1;
          return credit > 0;
        },
        complete() {},
        fail(error) {
          throw error;
        },
      });
      attached = current;
    },
    disconnect() {
      attached?.detach();
      attached = undefined;
      credit = Infinity;
    },
    readSlowly(count) {
      credit = count;
    },
    resume() {
      credit = Infinity;
      attached?.resume();
    },
  };
}

import { openTransport, type TransportName } from '../../test/support/live-transports.ts';

/** Batch of a subscription, as followers select it. */
export interface FollowedBatch {
  readonly from: string;
  readonly to: string;
  readonly resync: boolean;
  readonly events: readonly { readonly at: { readonly after: string | null; readonly before: string } }[];
}

/** A client that follows the changes of one gateway, over any transport, until its connection ends. */
export interface Follower {
  /** `to` of the last batch, or the position at which it began. */
  readonly position: string | undefined;
  readonly isOpen: boolean;
  /** End of the subscription: `broken`, or `completed`, after which clients do not reconnect. */
  readonly end: 'broken' | 'completed' | undefined;
  /** Errors of results. */
  readonly errors: readonly unknown[];
  close(): void;
}

export interface FollowOptions {
  readonly url: string;
  readonly transport: TransportName;
  readonly after?: string | undefined;
  readonly authorization?: string;
  readonly onBatch: (batch: FollowedBatch, previous: string | undefined) => void;
}

const CHANGES =
  'subscription ($after: String) { sessionChanges(after: $after) { from to resync events { at { after before } } } }';

interface ShownResult {
  readonly data?: { readonly sessionChanges: FollowedBatch };
  readonly errors?: readonly unknown[];
  readonly extensions?: Readonly<Record<symbol, { readonly errors?: readonly unknown[] }>>;
}

/** Errors beside the payload of a multipart response, which Apollo's client passes on in an extension. */
const protocolErrors = (extensions: ShownResult['extensions'] = {}) =>
  Object.getOwnPropertySymbols(extensions).flatMap((name) => extensions[name]?.errors ?? []);

export function follow({ url, transport: name, after, authorization, onBatch }: FollowOptions): Follower {
  const transport = openTransport[name](url, authorization);
  let position = after;
  let end: Follower['end'];
  const errors: unknown[] = [];
  const unsubscribe = transport.subscribe(
    { query: CHANGES, variables: { after } },
    {
      next(result) {
        const { data, errors: failed = [], extensions } = result as ShownResult;
        errors.push(...failed, ...protocolErrors(extensions));
        if (!data?.sessionChanges) return;
        onBatch(data.sessionChanges, position);
        position = data.sessionChanges.to;
      },
      error(error) {
        if (Array.isArray(error)) errors.push(...error);
        end ??= 'broken';
      },
      complete() {
        // The client of multipart responses completes whatever ended the response.
        end ??= name === 'multipart' ? 'broken' : 'completed';
      },
    },
  );
  return {
    get position() {
      return position;
    },
    get isOpen() {
      return end === undefined;
    },
    get end() {
      return end;
    },
    errors,
    close() {
      unsubscribe();
      transport.close();
    },
  };
}

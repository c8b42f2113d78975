import type { LivePage } from '../../live/index/live-index.ts';
import type { CountedSource } from '../../live/index/live-sources.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import type { Context } from '../builder/context.ts';
import { type LiveEdge, prepareLocations, toEdge } from './live-edge.ts';
import { encodePosition } from './live-position.ts';
import type { ParsedQuery } from './live-query.ts';
import { requireLive } from './require-live.ts';
import { type SelectedSources, selectedSources } from './selected-sources.ts';

/** Page of live sessions. What is not part of the page is read on selection. */
export interface LiveConnection {
  readonly edges: readonly LiveEdge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean | Promise<boolean>;
    readonly hasPreviousPage: boolean | Promise<boolean>;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly query: ParsedQuery;
  /** Opaque revision of the change log that the page shows. */
  readonly position: string;
  /** Returns the sources of the services and locations that the filter selects. */
  sources(): Promise<readonly CountedSource[]>;
  readonly selected: SelectedSources;
}

/**
 * Reads a page of live sessions. Waits for the first scan of the selected sources, at most until the deadline nears.
 *
 * @throws GatewayError BAD_USER_INPUT for a region or account that this gateway does not read
 */
export async function readLivePage(query: ParsedQuery, context: Context): Promise<LiveConnection> {
  const live = requireLive(context);
  const selected = await selectedSources(query, context);
  await live.look(context.deadline, selected.isSelected);
  const page = await live.index.page(query);
  await prepareLocations(
    page.items.map(({ session }) => session),
    context,
  );
  let sources: Promise<readonly CountedSource[]> | undefined;
  return {
    edges: page.items.map((item) => toEdge(item, query)),
    pageInfo: pageInfoOf(page, query, live),
    query,
    position: encodePosition(page.revision, live, context),
    selected,
    sources() {
      sources ??= selected.counted();
      return sources;
    },
  };
}

/** Both flags are exact: the one against the direction of reading is read on selection. */
function pageInfoOf({ items, hasMore }: LivePage, query: ParsedQuery, { index }: Live): LiveConnection['pageInfo'] {
  const { isBackward, from, limit, filter, cursorOf } = query;
  const [first, last] = [items[0], items.at(-1)];
  const edge = isBackward ? last : first;

  async function hasOther(): Promise<boolean> {
    if (edge) {
      const other = await index.page({ ...query, isBackward: !isBackward, from: edge.key, limit: 1 });
      return other.items.length > 0;
    }
    // Behind the last session, the others stand in front. Of a page of no session, the one of the cursor does.
    return from !== null && (limit === 0 || (await index.count(filter)) > 0);
  }

  return {
    get hasNextPage() {
      return isBackward ? hasOther() : hasMore;
    },
    get hasPreviousPage() {
      return isBackward ? hasMore : hasOther();
    },
    startCursor: first ? cursorOf(first.key) : null,
    endCursor: last ? cursorOf(last.key) : null,
  };
}

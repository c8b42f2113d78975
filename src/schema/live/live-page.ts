import type { CountedSource } from '../../live/index/live-sources.ts';
import type { Context } from '../builder/context.ts';
import { type TwoWayPageInfo, twoWayPageInfo } from '../relay/two-way-page.ts';
import { type LiveEdge, prepareLocations, toEdge } from './live-edge.ts';
import { encodePosition } from './live-position.ts';
import type { ParsedQuery } from './live-query.ts';
import { requireLive } from './require-live.ts';
import { type SelectedSources, selectedSources } from './selected-sources.ts';

/** Page of live sessions. What is not part of the page is read on selection. */
export interface LiveConnection {
  readonly edges: readonly LiveEdge[];
  readonly pageInfo: TwoWayPageInfo;
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
    pageInfo: twoWayPageInfo(
      query,
      page.items.map(({ key }) => key),
      page.hasMore,
      {
        follows: async (from, isBackward) =>
          (await live.index.page({ ...query, isBackward, from, limit: 1 })).items.length > 0,
        hasItems: async () => (await live.index.count(query.filter)) > 0,
      },
    ),
    query,
    position: encodePosition(page.revision, live, context),
    selected,
    sources() {
      sources ??= selected.counted();
      return sources;
    },
  };
}

import type { AwsLocation } from '../../aws/location.ts';
import { concatSources } from '../../paging/composite/concat-sources.ts';
import { filterPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { PartialListing } from '../partial-listing.ts';
import { keyIn, readAll } from '../read-list.ts';
import type { WorkspacesApi } from './api.ts';
import type { Pool } from './model.ts';
import { POOLS_PER_PAGE, poolsId, poolsSource } from './sources.ts';

/** `DescribeWorkspacesPoolsFilterValue` of the service model (2026-08): AWS rejects a whole filter for one other value. */
const FILTER_VALUE = /^[A-Za-z0-9][A-Za-z0-9_.-]{1,127}$/;
/** `WorkspacesPoolName` of the service model (2026-08), where the filter does not take it: one character. */
const NAME_OF_ONE = /^[A-Za-z0-9]$/;

/** Token of a page that has all wanted pools of the whole list; tokens of filtered lists are JSON. */
const WHOLE = 'whole';
/** Share of the calls that filtering takes which is spent on trying whether the whole list is shorter. */
const TRIED_SHARE = 0.25;

/**
 * Lists the pools of any number of names: 25 names a call, or from the whole list where that is much shorter. AWS leaves
 * out names that no pool has; names that no pool can have take no call. A name that AWS's filter rejects is sought in the
 * whole list.
 */
export function namedPoolsSource(
  api: WorkspacesApi,
  location: AwsLocation,
  names: readonly string[],
): PageSource<Pool> {
  const wanted = new Set(names);
  const isWanted = ({ PoolName }: Pool) => PoolName !== undefined && wanted.has(PoolName);
  const id = poolsId(location, { names });
  const list = () => filterPages(poolsSource(api, location), (pools) => pools.filter(isWanted), id);
  if (names.some((name) => NAME_OF_ONE.test(name))) return list();

  const distinct = [...wanted].filter((name) => FILTER_VALUE.test(name));
  const chunks = Array.from({ length: Math.ceil(distinct.length / POOLS_PER_PAGE) }, (_, index) => ({
    key: String(index).padStart(6, '0'),
    source: poolsSource(api, location, { names: distinct.slice(index * POOLS_PER_PAGE, (index + 1) * POOLS_PER_PAGE) }),
  }));
  const filtered = concatSources(id, async () => chunks);
  return chunks.length <= 1 ? filtered : shorterOf(list, filtered, Math.ceil(chunks.length * TRIED_SHARE));
}

/**
 * Reads the whole list as one page where it has few pages, else the filtered ones. A cursor goes on in the one that it was
 * made in.
 */
function shorterOf(list: () => PageSource<Pool>, filtered: PageSource<Pool>, maxPages: number): PageSource<Pool> {
  const keyOf = ({ PoolId, location }: Pool) => keyIn(location, PoolId);
  const pageOf = (items: readonly Pool[]) => ({ items, nextToken: null, token: WHOLE, keyOf });
  return {
    id: filtered.id,
    async listPage(token, resumes) {
      if (token === WHOLE) return pageOf(await readAll(list()));
      if (token === null && !resumes) {
        const listing = new PartialListing({ list, keyOf });
        for (let pages = 0; pages < maxPages && listing.canContinue; pages += 1) await listing.readPage();
        if (listing.isComplete) return pageOf([...listing.items.values()]);
      }
      return filtered.listPage(token, resumes);
    },
  };
}

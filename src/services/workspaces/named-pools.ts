import { concatSources } from '../../paging/composite/concat-sources.ts';
import { filterPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { PartialListing } from '../partial-listing.ts';
import { keyIn, readAll } from '../read-list.ts';
import type { WorkspacesContext } from './api.ts';
import type { Pool } from './model.ts';
import { POOLS_PER_PAGE, poolsId, poolsSource } from './sources.ts';

/** `DescribeWorkspacesPoolsFilterValue` of the service model (2026-08): AWS rejects a whole filter for one other value. */
const FILTER_VALUE = /^[A-Za-z0-9][A-Za-z0-9_.-]{1,127}$/;
/** Names that `WorkspacesPoolName` of the service model (2026-08) allows and the filter rejects: one character. */
const NAME_OF_ONE = /^[A-Za-z0-9]$/;

/** Token of the single page with all wanted pools of the whole list. Tokens of filtered lists are JSON. */
const WHOLE = 'whole';
/** Calls spent on testing whether the whole list is short, as a share of the calls that filtering takes. */
const PROBE_SHARE = 0.25;

/**
 * Lists the pools of any number of names: with 25 names per call, or from the whole list where that takes far fewer calls. AWS
 * omits names without a pool; invalid names take no call. For a name that AWS's filter rejects, reads the whole list.
 */
export function namedPoolsSource(context: WorkspacesContext, names: readonly string[]): PageSource<Pool> {
  const wanted = new Set(names);
  const isWanted = ({ PoolName }: Pool) => PoolName !== undefined && wanted.has(PoolName);
  const id = poolsId(context.location, { names });
  const list = () => filterPages(poolsSource(context), (pools) => pools.filter(isWanted), id);
  if (names.some((name) => NAME_OF_ONE.test(name))) return list();

  const distinct = [...wanted].filter((name) => FILTER_VALUE.test(name));
  const chunks = Array.from({ length: Math.ceil(distinct.length / POOLS_PER_PAGE) }, (_, index) => ({
    key: String(index).padStart(6, '0'),
    source: poolsSource(context, { names: distinct.slice(index * POOLS_PER_PAGE, (index + 1) * POOLS_PER_PAGE) }),
  }));
  const filtered = concatSources(id, async () => chunks);
  return chunks.length <= 1 ? filtered : shorterOf(list, filtered, Math.ceil(chunks.length * PROBE_SHARE));
}

/**
 * Reads the whole list as one page where it has few pages, otherwise the filtered lists. A cursor continues in the list that it
 * was created in.
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

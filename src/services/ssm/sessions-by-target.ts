import DataLoader from 'dataloader';
import type { Page, PageSource } from '../../paging/page-source.ts';
import type { SsmContext } from './api.ts';
import type { SsmSession, SsmSessionsQuery } from './model.ts';
import { sessionsSource } from './sources.ts';

type State = SsmSessionsQuery['State'];

/** Prefix of tokens of the whole list; AWS's token follows. */
const WHOLE = 'whole:';
/** Calls spent on testing whether the whole list is short, as a share of the calls that sharing can save. */
const PROBE_SHARE = 0.25;

/** Lists of sessions by target, for one request. */
export interface SessionsByTarget {
  /** Lists the sessions of a target, in AWS's order. */
  source(state: State, target: string): PageSource<SsmSession>;
  /** Discards the pages read so far. */
  clear(): void;
}

/**
 * Lists the sessions of many targets in few calls: where a request lists several targets concurrently, one read of the whole
 * list serves all of them if that takes fewer calls than one filtered list per target.
 */
export function sessionsByTarget(context: SsmContext): SessionsByTarget {
  const lists = new Map<State, SharedList>();
  const listOf = (state: State) => {
    const list = lists.get(state) ?? new SharedList(context, state);
    lists.set(state, list);
    return list;
  };
  return {
    clear: () => lists.clear(),
    source(state, target) {
      const filtered = filteredSource(context, state, target);
      return {
        id: filtered.id,
        async listPage(token, resumes) {
          if (token?.startsWith(WHOLE)) return listOf(state).page(target, token.slice(WHOLE.length), resumes);
          // A cursor continues in the list that it was created in. One without a token is on the first page of the filtered list.
          const isShared = token === null && !resumes && (await listOf(state).isWorthSharing(target));
          return isShared ? listOf(state).page(target, null) : filtered.listPage(token, resumes);
        },
      };
    },
  };
}

function filteredSource(context: SsmContext, State: State, value: string): PageSource<SsmSession> {
  return sessionsSource(context, { State, Filters: [{ key: 'Target', value }] });
}

/** Whole list of one state, whose pages are read once per request. */
class SharedList {
  readonly #whole: PageSource<SsmSession>;
  readonly #pages = new Map<string | null, Promise<Page<SsmSession>>>();
  readonly #worth: DataLoader<string, boolean>;
  #isShared = false;

  constructor(context: SsmContext, state: State) {
    this.#whole = sessionsSource(context, { State: state, Filters: [] });
    const isCutFirst = async (target: string) =>
      (await filteredSource(context, state, target).listPage(null)).nextToken !== null;
    this.#worth = new DataLoader(
      async (targets) => {
        this.#isShared ||= targets.length > 1 && (await this.#isWorth(targets, isCutFirst).catch(() => false));
        return targets.map(() => this.#isShared);
      },
      { name: 'sessionsByTarget', batchScheduleFn: context.request.whenListsAreIn },
    );
  }

  /** True if to read the whole list for this target and the targets listed concurrently. */
  isWorthSharing(target: string): Promise<boolean> {
    return this.#worth.load(target);
  }

  /** Returns a page of the whole list without the sessions of other targets. */
  async page(target: string, token: string | null, resumes?: boolean): Promise<Page<SsmSession>> {
    const page = await this.#read(token, resumes);
    return {
      ...page,
      items: page.items.filter(({ Target }) => Target === target),
      nextToken: page.nextToken === null ? null : WHOLE + page.nextToken,
    };
  }

  /**
   * Tests whether the list ends within `PROBE_SHARE` × targets pages. If not, a filtered first page decides: if it is not the
   * last, AWS cuts pages before it filters them, so that each filtered list has as many pages as the whole list.
   */
  async #isWorth(targets: readonly string[], isCutFirst: (target: string) => Promise<boolean>): Promise<boolean> {
    let token: string | null = null;
    for (let pages = 0; pages < Math.ceil(targets.length * PROBE_SHARE); pages += 1) {
      const { nextToken }: Page<SsmSession> = await this.#read(token);
      if (nextToken === null) return true;
      token = nextToken;
    }
    return isCutFirst(targets[0] as string);
  }

  #read(token: string | null, resumes?: boolean): Promise<Page<SsmSession>> {
    const known = this.#pages.get(token);
    if (known) return known;
    const page = this.#whole.listPage(token, resumes);
    this.#pages.set(token, page);
    page.catch(() => this.#pages.delete(token));
    return page;
  }
}

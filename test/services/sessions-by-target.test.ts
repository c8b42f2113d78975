import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAll } from '../../src/services/read-list.ts';
import type { SsmApi } from '../../src/services/ssm/api.ts';
import { sessionsByTarget } from '../../src/services/ssm/sessions-by-target.ts';
import { serviceContext } from '../support/service-context.ts';

interface Input {
  readonly Filters?: readonly { readonly value: string }[];
  readonly NextToken?: string;
}

/**
 * Creates an SSM with sessions on these targets, in their order.
 *
 * @param isCutFirst whether a page is cut before it is filtered
 */
function ssmWith(targets: readonly number[], pageLength: number, isCutFirst: boolean) {
  const sessions = targets.map((target, index) => ({ SessionId: `s${index}`, Target: `i-${target}` }));
  let calls = 0;
  const api = {
    async describeSessions({ Filters, NextToken = '0' }: Input) {
      calls += 1;
      const isListed = ({ Target }: { Target: string }) => !Filters || Filters[0]?.value === Target;
      const listed = isCutFirst ? sessions : sessions.filter(isListed);
      const end = Number(NextToken) + pageLength;
      return {
        Sessions: listed.slice(Number(NextToken), end).filter(isListed),
        NextToken: end < listed.length ? String(end) : undefined,
      };
    },
  };
  return {
    calls: () => calls,
    lists: () => sessionsByTarget(serviceContext<SsmApi>(api)),
    idsOf: (target: number) =>
      sessions.filter(({ Target }) => Target === `i-${target}`).map(({ SessionId }) => SessionId),
  };
}

const world = fc.record({
  targets: fc.array(fc.nat(60), { maxLength: 400 }),
  asked: fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 50 }),
  pageLength: fc.integer({ min: 1, max: 60 }),
  isCutFirst: fc.boolean(),
});

test('Every target has its sessions in order, in few more calls than the cheaper of the whole list and one list per target', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ targets, asked, pageLength, isCutFirst }) => {
      const ssm = ssmWith(targets, pageLength, isCutFirst);
      const lists = ssm.lists();
      const all = await Promise.all(asked.map((target) => readAll(lists.source('Active', `i-${target}`))));
      expect(all.map((sessions) => sessions.map(({ SessionId }) => SessionId))).toEqual(asked.map(ssm.idsOf));

      const whole = Math.max(1, Math.ceil(targets.length / pageLength));
      const pagesOf = (target: number) => Math.max(1, Math.ceil(ssm.idsOf(target).length / pageLength));
      const each = isCutFirst ? whole * asked.length : asked.reduce((sum, target) => sum + pagesOf(target), 0);
      if (asked.length === 1) expect(ssm.calls()).toBe(each);
      else if (isCutFirst) expect(ssm.calls()).toBeLessThanOrEqual(whole + 1);
      // Where lists of single targets are cheap, a quarter of the calls is spent on testing the whole list.
      else if (all.every((_, index) => pagesOf(asked[index] as number) === 1))
        expect(ssm.calls()).toBeLessThanOrEqual(Math.max(1.25 * each + 2, 0));
    }),
    { numRuns: 500 },
  );
});

test('A cursor of the shared list continues exactly in a later request', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ targets, asked, pageLength, isCutFirst }) => {
      const ssm = ssmWith(targets, pageLength, isCutFirst);
      const first = ssm.lists();
      const pages = await Promise.all(asked.map((target) => first.source('Active', `i-${target}`).listPage(null)));
      for (const [index, page] of pages.entries()) {
        const ids = page.items.map(({ SessionId }) => SessionId);
        let token = page.nextToken;
        while (token !== null) {
          // Each page is read by its own request.
          const next = await ssm.lists().source('Active', `i-${asked[index]}`).listPage(token, true);
          ids.push(...next.items.map(({ SessionId }) => SessionId));
          token = next.nextToken;
        }
        expect(ids).toEqual(ssm.idsOf(asked[index] as number));
      }
    }),
    { numRuns: 200 },
  );
});

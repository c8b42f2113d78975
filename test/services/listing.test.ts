import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AwsLocation } from '../../src/aws/location.ts';
import { iteratePages } from '../../src/paging/iterate-source.ts';
import { type ListOperation, listing, nameListing, sourceId } from '../../src/services/listing.ts';
import { keyIn, readAll } from '../../src/services/read-list.ts';

const here = { accountId: '123456789012', region: 'eu-west-1' };

interface Input {
  readonly Owner?: string | undefined;
  readonly NextToken?: string | undefined;
}
interface Thing {
  readonly Name?: string;
  readonly location: AwsLocation;
}

const THINGS: ListOperation<Thing, 'Things'> = {
  service: 'example',
  operation: 'DescribeThings',
  member: 'Things',
  keyOf: ({ Name }) => Name,
};

/** Creates an operation that answers with these pages, one for each token, and records its inputs. */
function operation<Item>(pages: readonly (readonly Item[] | undefined)[], lastToken?: string) {
  const calls: { readonly input: Input; readonly resumes: boolean | undefined }[] = [];
  const send = async (input: Input, resumes?: boolean) => {
    calls.push({ input, resumes });
    const index = Number(input.NextToken ?? 0);
    return { Things: pages[index], NextToken: index + 1 < pages.length ? String(index + 1) : lastToken };
  };
  return { calls, send };
}

test('A list has the items of all pages of AWS, each with its location', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(9)), { minLength: 1, maxLength: 6 }), async (pages) => {
      const { calls, send } = operation(pages.map((page) => page.map((size) => ({ size }))));
      const source = listing(send, THINGS, here, { id: 'things', input: { Owner: 'me' } });
      expect(await readAll(source)).toEqual(pages.flat().map((size) => ({ size, location: here })));
      expect(calls.map(({ input }) => input)).toEqual(
        pages.map((_, index) => ({ Owner: 'me', NextToken: index === 0 ? undefined : String(index) })),
      );
    }),
  );
});

test.each([undefined, ''])('A NextToken of %j is the end of a list', async (lastToken) => {
  const { send } = operation([[{ Name: 'a' }]], lastToken);
  const page = await listing(send, THINGS, here, { id: 'things', input: {} }).listPage(null);
  expect(page.nextToken).toBeNull();
});

test('A page without its list member is empty', async () => {
  const { send } = operation([undefined]);
  expect(await readAll(nameListing(send, { ...THINGS, keyOf: String }, { id: 'names', input: {} }))).toEqual([]);
});

test('Keys of resources differ between locations; a resource without a key has none', async () => {
  const { send } = operation([[{ Name: 'a' }, {}]]);
  const { items, keyOf } = await listing(send, THINGS, here, { id: 'things', input: {} }).listPage(null);
  expect(items.map((item) => keyOf?.(item))).toEqual([keyIn(here, 'a'), undefined]);
});

test('Names have themselves as keys, and pages name the operation that they came from', async () => {
  const { send } = operation([['a', 'b']]);
  const source = nameListing(send, { ...THINGS, keyOf: (name: string) => name }, { id: 'names', input: {} });
  for await (const { items, keyOf, origin } of iteratePages(source)) {
    expect(items.map((name) => keyOf?.(name))).toEqual(['a', 'b']);
    expect(origin).toEqual({ service: 'example', operation: 'DescribeThings' });
  }
});

test('A list passes on that its token is from a client', async () => {
  const { calls, send } = operation([[], []]);
  const source = listing(send, THINGS, here, { id: 'things', input: {} });
  await source.listPage('1', true);
  await source.listPage('1');
  expect(calls.map(({ resumes }) => resumes)).toEqual([true, undefined]);
});

test('Ids of lists differ in service, name, location and arguments, absent ones included', () => {
  const there = { ...here, region: 'us-east-1' };
  const ids = [
    sourceId('a', 'list', here),
    sourceId('b', 'list', here),
    sourceId('a', 'other', here),
    sourceId('a', 'list', there),
    sourceId('a', 'list', here, ''),
    sourceId('a', 'list', here, undefined),
    sourceId('a', 'list', here, 'x'),
    sourceId('a', 'list', here, undefined, 'x'),
    sourceId('a', 'list', here, 'x', undefined),
    sourceId('a', 'list', here, ['x']),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(sourceId('a', 'list', here, undefined)).toBe(sourceId('a', 'list', here, null));
});

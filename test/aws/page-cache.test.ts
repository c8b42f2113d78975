import { expect, test, vi } from 'vitest';
import { pageCache } from '../../src/aws/page-cache.ts';

const answer = () => vi.fn(async () => ({ page: 1 }));

test('Identical reads in flight are one read', async () => {
  const load = answer();
  const pages = pageCache();
  const answers = await Promise.all(Array.from({ length: 50 }, () => pages.get('key', load)));
  expect(load).toHaveBeenCalledTimes(1);
  expect(new Set(answers).size).toBe(1);
});

test('A page is served again for a moment, and another page is another read', async () => {
  const load = answer();
  const pages = pageCache(60_000);
  await pages.get('one', load);
  await pages.get('one', load);
  await pages.get('other', load);
  expect(load).toHaveBeenCalledTimes(2);
});

test('With 0 milliseconds nothing is kept', async () => {
  const load = answer();
  const pages = pageCache(0);
  await pages.get('key', load);
  await pages.get('key', load);
  expect(load).toHaveBeenCalledTimes(2);
});

test('A failure reaches all who wait for it, and is not kept', async () => {
  const load = vi.fn<() => Promise<object>>().mockRejectedValueOnce(new Error('no')).mockResolvedValue({ page: 1 });
  const pages = pageCache(60_000);
  const failed = await Promise.allSettled([pages.get('key', load), pages.get('key', load)]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(pages.get('key', load)).resolves.toEqual({ page: 1 });
});

test('A crowd of different reads at once gets every answer, though the cache holds fewer', async () => {
  const pages = pageCache();
  const reads = Array.from({ length: 1_500 }, (_, index) =>
    pages.get(`key ${index}`, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { index };
    }),
  );
  expect((await Promise.all(reads)).map(({ index }) => index)).toEqual(reads.map((_, index) => index));
});

import { type DocumentNode, Kind } from 'graphql';
import { expect, test } from 'vitest';
import { documentCaches } from '../../../src/server/documents/document-caches.ts';

const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };
/** Texts of the same length, each another. */
const texts = (count: number, length: number) => Array.from({ length: count }, (_, i) => String(i).padStart(length));

test('The latest documents are cached: ten of the longest, a thousand short ones', () => {
  const long = texts(30, 100_000);
  const short = texts(2_000, 100);
  for (const [all, kept] of [
    [long, 10],
    [short, 1_024],
  ] as const) {
    const { documentCache, errorCache } = documentCaches();
    for (const text of all) {
      documentCache.set(text, document);
      errorCache.set(text, new Error('rejected'));
    }
    for (const cache of [documentCache, errorCache]) {
      expect(all.filter((text) => cache.get(text) !== undefined)).toEqual(all.slice(-kept));
    }
  }
});

test('An empty document is cached like any other', () => {
  const { documentCache, errorCache } = documentCaches();
  documentCache.set('', document);
  errorCache.set('', new Error('rejected'));
  expect([documentCache.get(''), errorCache.get('')?.message]).toEqual([document, 'rejected']);
});

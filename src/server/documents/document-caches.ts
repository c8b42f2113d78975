import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Bound of each cache in characters; a parsed document takes some 60 bytes a character (measured 2026-11). */
const MAX_CHARACTERS = 1_000_000;

/** Creates Yoga's document cache and cache of validation errors, bounded by length: a thousand of the longest would exceed memory. */
export function documentCaches() {
  // The cache rejects a size of 0, and a document may be empty.
  const sizeCalculation = (_cached: object, text: string) => Math.max(1, text.length);
  const bounds = { max: 1_024, maxSize: MAX_CHARACTERS, sizeCalculation };
  return {
    documentCache: new LRUCache<string, DocumentNode>(bounds),
    errorCache: new LRUCache<string, Error>(bounds),
  };
}

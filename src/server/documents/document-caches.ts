import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Of documents, in characters: a parsed one is some sixty times as many bytes (measured 2026-11). */
const MAX_CHARACTERS = 1_000_000;

/** What Yoga keeps of documents by their texts: bounded by length, for a thousand of the longest would not fit into memory. */
export function documentCaches() {
  // The cache refuses a size of 0, and a document may have no character.
  const sizeCalculation = (_kept: object, text: string) => Math.max(1, text.length);
  const bounds = { max: 1_024, maxSize: MAX_CHARACTERS, sizeCalculation };
  return {
    documentCache: new LRUCache<string, DocumentNode>(bounds),
    errorCache: new LRUCache<string, Error>(bounds),
  };
}

import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { routerSchema } from '../../schema/router-schema.ts';
import { apiSchema } from '../../schema/schema.ts';
import type { RequestContext } from '../context/request-context.ts';
import { boundedParse, type TextLimits } from '../limits/bounded-parse.ts';

/** Root fields of the Federation subgraph specification. */
const FEDERATION_FIELDS: readonly string[] = ['_entities', '_service'];

/** Documents without these names are not parsed here. */
const MAY_BE_FEDERATION = /\b_(?:entities|service)\b/;

/**
 * Executes operations that select `_entities` or `_service` with the subgraph's schema, and all others with the API's, so that
 * introspection by clients shows no federation fields. Both are served at one URL.
 */
export function useSubgraph(limits: TextLimits): Plugin<object, RequestContext> {
  const decisions = new LRUCache<string, boolean>({
    maxSize: 1_000_000,
    sizeCalculation: (_decision, text) => Math.max(1, text.length),
  });

  function isFederation(text: string): boolean {
    const known = decisions.get(text);
    if (known !== undefined) return known;
    const decision = selectsFederationFields(text, limits);
    decisions.set(text, decision);
    return decision;
  }

  return {
    // Before Yoga parses the document: the schema can only be chosen here.
    onEnveloped({ context, setSchema }) {
      const { query } = (context as { params?: { query?: unknown } } | undefined)?.params ?? {};
      const mayBe = typeof query === 'string' && MAY_BE_FEDERATION.test(query);
      setSchema(mayBe && isFederation(query) ? routerSchema() : apiSchema);
    },
  };
}

/** Returns false for a document that does not parse, or exceeds a limit; Yoga reports the error. */
function selectsFederationFields(text: string, limits: TextLimits): boolean {
  try {
    const document = boundedParse(text, limits, { noLocation: true });
    return document.definitions.some(
      (each) => each.kind === Kind.OPERATION_DEFINITION && selects(each.selectionSet, document, new Set()),
    );
  } catch {
    return false;
  }
}

function selects({ selections }: SelectionSetNode, document: DocumentNode, seen: Set<string>): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return FEDERATION_FIELDS.includes(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return selects(selection.selectionSet, document, seen);
    const name = selection.name.value;
    if (seen.has(name)) return false;
    seen.add(name);
    return document.definitions.some(
      (each) =>
        each.kind === Kind.FRAGMENT_DEFINITION &&
        each.name.value === name &&
        selects(each.selectionSet, document, seen),
    );
  });
}

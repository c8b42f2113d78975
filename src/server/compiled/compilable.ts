import { BREAK, type DocumentNode, Kind, visit } from 'graphql';

/** Fields with underscores for which compiled code equals graphql-js. */
const UNDERSCORED = ['__typename', '_entities', '_service'];

/**
 * Returns whether compiled code equals graphql-js for a document. graphql-jit (0.8.9)
 *
 * - counts a fragment with conditions once for all of its locations, and ignores conditions above a named fragment;
 * - joins the names of a path by underscores to identify a field, so that `a_b` and `a { b }` collide;
 * - builds the response as plain objects, where `__proto__` is not an own member.
 */
export function isCompilable(document: DocumentNode): boolean {
  let isAlike = true;
  visit(document, {
    Directive() {
      isAlike = false;
      return BREAK;
    },
    Field({ alias, name }) {
      isAlike &&= alias ? isPlain(alias.value) : isPlain(name.value) || UNDERSCORED.includes(name.value);
      return isAlike ? undefined : BREAK;
    },
  });
  return isAlike;
}

function isPlain(name: string): boolean {
  return !name.includes('_') && !(name in Object.prototype);
}

/** Returns the fragments of a document, which all its operations share. */
export function fragmentsOf({ definitions }: DocumentNode): DocumentNode['definitions'] {
  return definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
}

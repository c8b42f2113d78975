import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';

/** The selection of a fragment; undefined where there is no such fragment, which validation will tell. */
export type FragmentOf = (name: string) => SelectionSetNode | undefined;

/** How many fields are selected, those of a fragment at each use. Fragments may not be circular. */
export function countFields(
  set: SelectionSetNode,
  fragmentOf: FragmentOf,
  isCounted: (field: FieldNode) => boolean = () => true,
): number {
  const known = new Map<string, number>();

  function ofFragment(name: string): number {
    const fragment = fragmentOf(name);
    const count = known.get(name) ?? (fragment ? ofSet(fragment) : 0);
    known.set(name, count);
    return count;
  }
  function ofSet({ selections }: SelectionSetNode): number {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) count += ofFragment(selection.name.value);
      else
        count +=
          (selection.kind === Kind.FIELD && isCounted(selection) ? 1 : 0) +
          (selection.selectionSet ? ofSet(selection.selectionSet) : 0);
    }
    return count;
  }
  return ofSet(set);
}

/**
 * How many fields are selected that are selected already, in the same place of the answer. Whether all of one place can be
 * merged is checked two by two, so their number counts twice.
 */
export function countRepeated(sets: readonly SelectionSetNode[], fragmentOf: FragmentOf): number {
  let repeated = 0;
  for (const fields of fieldsByName(sets, fragmentOf).values()) {
    const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    repeated += fields.length - 1 + (below.length > 0 ? countRepeated(below, fragmentOf) : 0);
  }
  return repeated;
}

/** The fields of one place of the answer, under the names that they have there. */
export function fieldsByName(sets: readonly SelectionSetNode[], fragmentOf: FragmentOf): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = fields.get(name);
        if (same) same.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragmentOf(selection.name.value);
        if (fragment) collect(fragment);
      }
    }
  }
  sets.forEach(collect);
  return fields;
}

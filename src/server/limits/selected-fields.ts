import {
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type NamedTypeNode,
  type SelectionSetNode,
} from 'graphql';

/** Finds a fragment; undefined for an unknown one, which validation reports. */
export type FragmentOf = (name: string) => FragmentDefinitionNode | null | undefined;

/** Chooses and counts what is visited; everything is chosen by default. */
export interface FieldVisit {
  /** True if fragments with this type condition are visited. */
  readonly applies?: (condition: NamedTypeNode | undefined) => boolean;
  /** Called for each selection, whether or not its type applies. */
  readonly onSelection?: () => void;
}

/** Counts selected fields, those of a fragment at each use. Fragments must not be circular. */
export function countFields(
  set: SelectionSetNode,
  fragmentOf: FragmentOf,
  isCounted: (field: FieldNode) => boolean = () => true,
): number {
  const known = new Map<string, number>();

  function ofFragment(name: string): number {
    const fragment = fragmentOf(name);
    const count = known.get(name) ?? (fragment ? ofSet(fragment.selectionSet) : 0);
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
 * Counts fields that are selected more than once at one path of the answer. graphql-js checks pairwise whether they can be
 * merged, so validation takes quadratic time.
 */
export function countRepeated(sets: readonly SelectionSetNode[], fragmentOf: FragmentOf): number {
  let repeated = 0;
  for (const fields of fieldsByName(sets, fragmentOf).values()) {
    const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    repeated += fields.length - 1 + (below.length > 0 ? countRepeated(below, fragmentOf) : 0);
  }
  return repeated;
}

/** Groups the fields at one path of the answer by response name, those of a fragment once. */
export function fieldsByName(
  sets: readonly SelectionSetNode[],
  fragmentOf: FragmentOf,
  { applies = () => true, onSelection = () => {} }: FieldVisit = {},
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  function addField(field: FieldNode): void {
    const name = (field.alias ?? field.name).value;
    const same = fields.get(name);
    if (same) same.push(field);
    else fields.set(name, [field]);
  }
  function addFragment(fragment: FragmentDefinitionNode | InlineFragmentNode | null | undefined): void {
    if (fragment && applies(fragment.typeCondition)) addSet(fragment.selectionSet);
  }
  function addSpread(name: string): void {
    if (spread.has(name)) return;
    spread.add(name);
    addFragment(fragmentOf(name));
  }
  function addSet({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      onSelection();
      if (selection.kind === Kind.FIELD) addField(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) addFragment(selection);
      else addSpread(selection.name.value);
    }
  }
  sets.forEach(addSet);
  return fields;
}

import { PROVIDERS, type ServiceTag } from '../../sessions/providers.ts';

export type { ServiceTag } from '../../sessions/providers.ts';

/** `@tag` by type of a service: contracts of a supergraph include or exclude a service by it. */
const TAGS: ReadonlyMap<string, ServiceTag> = new Map(
  PROVIDERS.flatMap(({ sessionType, resourceTypes, tag }) =>
    [sessionType, ...resourceTypes].map((typename) => [typename, tag] as const),
  ),
);

/** Returns the tag of a type, its connection or edge; undefined for types of all services. */
export function serviceTag(typeName: string): ServiceTag | undefined {
  return TAGS.get(typeName.replace(/(?:Connection|Edge)$/, ''));
}

import { PROVIDERS, type ServiceTag } from '../../sessions/providers.ts';

export type { ServiceTag } from '../../sessions/providers.ts';

/** The `@tag` of each type of one service: by it a platform team includes or leaves out a service. */
const TAGS: ReadonlyMap<string, ServiceTag> = new Map(
  PROVIDERS.flatMap(({ sessionType, resourceTypes, tag }) =>
    [sessionType, ...resourceTypes].map((typename) => [typename, tag] as const),
  ),
);

/** The tag of a type, or of a connection or edge of it; undefined for what belongs to all services. */
export function serviceTag(typeName: string): ServiceTag | undefined {
  return TAGS.get(typeName.replace(/(?:Connection|Edge)$/, ''));
}

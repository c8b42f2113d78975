import type { FieldRef, InputFieldMap, InputShapeFromFields, ObjectRef } from '@pothos/core';
import { type Connection, DEFAULT_FIRST, MAX_FIRST } from '../../paging/connection.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { readConnection } from '../../paging/read-connection.ts';
import type { RequestServices } from '../../services/services.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { awsCallsOfPage } from '../cost/cost.ts';
import { visiblePages } from './own-sessions.ts';

/** Part of a Pothos field builder that connections use. TypeScript cannot compare the whole builders. */
export type FieldBuilder<Parent> = Pick<PothosSchemaTypes.RootFieldBuilder<SchemaTypes, Parent>, 'field' | 'arg'>;
type ConnectionRef<Item> = ObjectRef<SchemaTypes, Connection<Item>>;

const connections = new Map<string, ConnectionRef<unknown>>();

/**
 * Declares a connection field over a page source; every connection, edge, `first` and `after` is declared here. The resolver
 * returns a source from which nothing has been read yet.
 */
export function connectionField<Parent, Item, Args extends InputFieldMap = Record<never, never>>(
  t: FieldBuilder<Parent>,
  item: ObjectRef<SchemaTypes, Item>,
  options: {
    readonly description: string;
    /** AWS calls of one page; 1 by default. */
    readonly calls?: number;
    /** AWS calls that the arguments add. */
    readonly callsOf?: (args: InputShapeFromFields<Args>) => number;
    readonly args?: Args;
    readonly source: (
      parent: Parent,
      args: InputShapeFromFields<Args>,
      services: RequestServices,
    ) => PageSource<Item> | Promise<PageSource<Item>>;
  },
): FieldRef<SchemaTypes, Connection<Item>> {
  // Pothos infers argument and parent types from literals; in a generic helper they have to be asserted.
  const field = t.field.bind(t) as (options: unknown) => FieldRef<SchemaTypes, Connection<Item>>;
  return field({
    type: connectionOf(item),
    // A failing list is null and has an error; the other fields of the query are answered.
    nullable: true,
    description: options.description,
    ...awsCallsOfPage(options.calls ?? 1, options.callsOf),
    args: { ...options.args, ...pageArgs(t) },
    async resolve(parent: Parent, args: PageArgs & InputShapeFromFields<Args>, context: SchemaTypes['Context']) {
      const source = await options.source(parent, args, context.services);
      return readConnection(visiblePages(item.name, source, context), args, context.cursors);
    },
  });
}

export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
}

export function pageArgs<Parent>(t: FieldBuilder<Parent>) {
  return {
    first: t.arg.int({ description: `Number of items: 0 to ${MAX_FIRST}; ${DEFAULT_FIRST} by default.` }),
    after: t.arg.string({
      description: 'Cursor of the item after which the page starts; the start of the list by default.',
    }),
  };
}

/** Returns the connection type of an item type, which all fields with these items share. */
function connectionOf<Item>(item: ObjectRef<SchemaTypes, Item>): ConnectionRef<Item> {
  const known = connections.get(item.name) as ConnectionRef<Item> | undefined;
  if (known) return known;
  const made = builder.connectionObject(
    { type: item, name: `${item.name}Connection`, description: `Page of a list of \`${item.name}\`.` } as never,
    { name: `${item.name}Edge`, description: `Item of a page: \`${item.name}\` with its cursor.` } as never,
  ) as unknown as ConnectionRef<Item>;
  connections.set(item.name, made as ConnectionRef<unknown>);
  return made;
}

import type { AwsLocation } from '../aws/location.ts';
import { mapPages } from '../paging/derived-sources.ts';
import type { PageOrigin, PageSource } from '../paging/page-source.ts';
import type { SendRead } from './commands.ts';
import { keyIn } from './read-list.ts';

/** Operation of AWS that lists. */
export interface ListOperation<Item, Member extends string> extends PageOrigin {
  /** Member of the answer that has the items: `Fleets`. */
  readonly member: Member;
  /** Returns the key of an item, unique in its location; undefined where AWS omits it. */
  readonly keyOf: (item: Item) => string | undefined;
}

/** Answer of such an operation. */
type ListAnswer<Item, Member extends string> = {
  readonly NextToken?: string | undefined;
} & { readonly [Name in Member]?: readonly Item[] | undefined };

/** One list: the id of its source, and the input of its calls without the token. */
interface List<Input> {
  readonly id: string;
  readonly input: Omit<Input, 'NextToken'>;
}

/** Returns the id of a list: its service, name, location and arguments. An absent argument is null. */
export function sourceId(
  service: string,
  list: string,
  { accountId, region }: AwsLocation,
  ...args: readonly unknown[]
): string {
  return JSON.stringify([service, list, accountId, region, ...args.map((arg) => arg ?? null)]);
}

/**
 * Creates the source of a list of names. Its tokens are AWS's; a NextToken of `""` is an end (documented for
 * DescribeInstanceInformation).
 *
 * @param send sends the operation: a function that `commands` returns
 */
export function nameListing<Input, Answer extends ListAnswer<Item, Member>, Item, Member extends string>(
  send: SendRead<Input, Answer>,
  { member, keyOf, ...origin }: ListOperation<Item, Member & keyof Answer>,
  { id, input }: List<Input>,
): PageSource<Item> {
  return {
    id,
    async listPage(token, resumes) {
      const answer = await send({ ...input, NextToken: token ?? undefined } as Input, resumes);
      return { items: answer[member] ?? [], nextToken: answer.NextToken || null, keyOf, origin };
    },
  };
}

/**
 * Creates the source of a list of resources: AWS's shapes with their location. Keys include account and region, because lists
 * of several locations are read as one. The cast is sound because `conformAnswers` drops resources without their required
 * members.
 *
 * @param send sends the operation: a function that `commands` returns
 */
export function listing<
  Input,
  Answer extends ListAnswer<object, Member>,
  Model extends { readonly location: AwsLocation },
  Member extends string,
>(
  send: SendRead<Input, Answer>,
  { keyOf, ...operation }: ListOperation<Model, Member & keyof Answer>,
  location: AwsLocation,
  list: List<Input>,
): PageSource<Model> {
  const shapes = nameListing<Input, Answer, object, Member>(send, { ...operation, keyOf: () => undefined }, list);
  return mapPages(
    shapes,
    (page) => page.map((shape) => ({ ...shape, location }) as Model),
    (item) => {
      const key = keyOf(item);
      return key === undefined ? undefined : keyIn(location, key);
    },
  );
}

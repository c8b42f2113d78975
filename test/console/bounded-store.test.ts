import { type ConcreteRequest, createOperationDescriptor, Environment, Network, RecordSource } from 'relay-runtime';
import { expect, test } from 'vitest';
import { boundedStore } from '../../console/src/relay/bounded-store.ts';

const ID = { kind: 'ScalarField', alias: null, args: null, name: 'id', storageKey: null } as const;
const selections = [
  {
    kind: 'LinkedField',
    alias: null,
    name: 'list',
    args: [{ kind: 'Variable', name: 'page', variableName: 'page' }],
    concreteType: 'List',
    plural: false,
    storageKey: null,
    selections: [ID],
  },
] as const;
const argumentDefinitions = [{ kind: 'LocalArgument', name: 'page', defaultValue: null }] as const;
/** `query Page($page: Int) { list(page: $page) { id } }`, as relay-compiler writes it. */
const PAGE = {
  kind: 'Request',
  fragment: { kind: 'Fragment', name: 'Page', type: 'Query', metadata: null, argumentDefinitions, selections },
  operation: { kind: 'Operation', name: 'Page', argumentDefinitions, selections },
  params: { cacheID: 'page', id: null, name: 'Page', operationKind: 'query', text: '', metadata: {} },
} as unknown as ConcreteRequest;

/** Queries that a store holds after no view shows them. */
const RELEASED = 5;

test('A store that has read many pages holds the root fields of those that are shown, and few others', async () => {
  const source = new RecordSource();
  const store = boundedStore(source);
  const environment = new Environment({ store, network: Network.create(() => new Promise(() => {})) });
  const operationOf = (page: number) => createOperationDescriptor(PAGE, { page });
  for (let page = 0; page < 100; page += 1)
    environment.commitPayload(operationOf(page), { list: { id: `list ${page}` } } as never);
  const fields = () => Object.keys(source.get('client:root') ?? {}).filter((name) => name.startsWith('list'));
  const shown = [environment.retain(operationOf(7)), environment.retain(operationOf(9))];
  expect(fields()).toHaveLength(100);
  store.scheduleGC();
  await expect.poll(() => fields().length).toBeLessThanOrEqual(shown.length + RELEASED);
  expect(fields()).toEqual(expect.arrayContaining(['list(page:7)', 'list(page:9)']));
  expect(environment.lookup(operationOf(9).fragment).data).toEqual({ list: { id: 'list 9' } });
  for (const page of shown) page.dispose();
});

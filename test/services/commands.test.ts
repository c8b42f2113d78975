import { AppStreamClient } from '@aws-sdk/client-appstream';
import { SSMClient } from '@aws-sdk/client-ssm';
import { WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { expect, test } from 'vitest';
import type { AwsClient } from '../../src/aws/client.ts';
import { appStreamApi } from '../../src/services/appstream/api.ts';
import { ssmApi } from '../../src/services/ssm/api.ts';
import { workspacesApi } from '../../src/services/workspaces/api.ts';

/** Creates a client that returns the properties of the call and sends nothing. */
const recorder = {
  read: async (call: object) => call,
  write: async (call: object) => call,
  refresh() {},
} as unknown as AwsClient;

const config = { region: 'eu-west-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
const APIS = {
  appstream: appStreamApi(new AppStreamClient(config), recorder),
  ssm: ssmApi(new SSMClient(config), recorder),
  workspaces: workspacesApi(new WorkSpacesClient(config), recorder),
};
const functions = Object.entries(APIS).flatMap(([service, api]) =>
  Object.entries(api).flatMap(([name, send]) =>
    name === 'refresh' || name === 'missing' ? [] : [{ service, name, send }],
  ),
);

test.each(functions)('$service.$name sends the operation of its name', async ({ name, send }) => {
  const call = await (send as (input: object) => Promise<unknown>)({});
  expect(call).toMatchObject({ operation: name.replace(/^./, (letter) => letter.toUpperCase()), input: {} });
});

test('Look-ups by name are not lists', async () => {
  expect(await APIS.appstream.describeFleets({ Names: ['a'] })).toMatchObject({ kind: 'fleets', isList: false });
  expect(await APIS.appstream.describeFleets({})).toMatchObject({ isList: true });
});

test('Reads pass `resumes` and writes call `onSend` for each attempt', async () => {
  const onSend = () => {};
  expect(await APIS.ssm.describeSessions({ State: 'Active' }, true)).toMatchObject({ resumes: true, isList: true });
  expect(await APIS.ssm.terminateSession({ SessionId: 'a' }, onSend)).toMatchObject({
    changes: ['sessions'],
    isIdempotent: true,
    onSend,
  });
});

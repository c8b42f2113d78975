import { AppStreamClient } from '@aws-sdk/client-appstream';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { WorkSpacesClient } from '@aws-sdk/client-workspaces';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/emulator.ts';
import { testRegion } from './world.ts';

/** Real SDK clients against one emulator. They try once: a rejection is what a test wants to see. */
export interface SdkClients {
  readonly appstream: AppStreamClient;
  readonly ssm: SSMClient;
  readonly workspaces: WorkSpacesClient;
  readonly sts: STSClient;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials of the account that a built world is for. */
const anyCredentials: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };

/** An emulator that closes, with the clients made for it, when the test that started it is over. */
export async function startTestEmulator(options: EmulatorOptions = {}): Promise<Emulator & SdkClients> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { ...emulator, ...sdkClients(emulator) };
}

/** Clients for another region or other credentials. */
export function sdkClients(
  { endpoint }: Pick<Emulator, 'endpoint'>,
  { region = testRegion, credentials = anyCredentials }: { region?: string; credentials?: Credentials } = {},
): SdkClients {
  const config = { endpoint, region, credentials, maxAttempts: 1 };
  const clients = {
    appstream: new AppStreamClient(config),
    ssm: new SSMClient(config),
    workspaces: new WorkSpacesClient(config),
    sts: new STSClient(config),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  return clients;
}

/** Error by which an SDK call is rejected; the name is the SDK's for the exception, `ok` when there is none. */
export async function rejectionOf(call: Promise<unknown>): Promise<{ name: string; message: string; status?: number }> {
  try {
    await call;
    return { name: 'ok', message: '' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name: error.name, message: error.message, status: $metadata?.httpStatusCode };
  }
}

/** One raw request of AWS JSON 1.1, signed by default. A header that is undefined is left out. */
export function post(
  { endpoint }: Pick<Emulator, 'endpoint'>,
  target: string,
  body: string,
  headers: Record<string, string | undefined> = {},
): Promise<Response> {
  const all = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': target,
    'x-amz-date': signedAt,
    authorization: authorization(SIGNING_NAMES[target.split('.')[0] ?? ''] ?? 'appstream'),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(endpoint, { method: 'POST', body, headers: given });
}

const SIGNING_NAMES: Readonly<Record<string, string>> = {
  PhotonAdminProxyService: 'appstream',
  AmazonSSM: 'ssm',
  WorkspacesService: 'workspaces',
};

/** The `X-Amz-Date` that goes with `authorization`. */
export const signedAt = '20261102T090000Z';

/** `Authorization` header as an SDK writes it, with an invalid signature. */
export function authorization(service: string, accessKeyId: string = anyCredentials.accessKeyId): string {
  const location = `${signedAt.slice(0, 8)}/${testRegion}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${location}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
}

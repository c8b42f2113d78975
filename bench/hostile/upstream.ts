import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Faults of AWS in some operations; calls for named resources are left alone. */
export type Trouble =
  /** Gives these tokens in turn, for ever, whichever it is given. */
  | {
      readonly kind: 'loop';
      readonly operations: readonly string[];
      readonly tokens: readonly string[];
      readonly empty: boolean;
    }
  /** An answer without end, of this status. */
  | { readonly kind: 'endless'; readonly operations: readonly string[]; readonly status: number }
  /** A byte now and then. */
  | { readonly kind: 'drip'; readonly operations: readonly string[] }
  /** So many sessions on one page. */
  | { readonly kind: 'items'; readonly operations: readonly string[]; readonly count: number };

const DRIP_MS = 300;
const JSON_HEADERS = { 'content-type': 'application/x-amz-json-1.1' };

type Input = Readonly<Record<string, unknown>>;

/** A program: the emulated AWS, whose URL it is given, with something wrong. */
function start(aws: string, trouble: Trouble): void {
  let given = 0;
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    const operation = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    if (!trouble.operations.includes(operation) || isLookUp(JSON.parse(body) as Input)) {
      return pass(aws, incoming, body, response);
    }
    if (trouble.kind === 'loop') {
      const token = trouble.tokens[given++ % trouble.tokens.length];
      return pass(aws, incoming, withoutToken(body), response, (text) => looping(text, token, trouble.empty));
    }
    response.writeHead(trouble.kind === 'endless' ? trouble.status : 200, JSON_HEADERS);
    if (trouble.kind === 'drip') return dripTo(response);
    return pour(response, trouble.kind === 'items' ? trouble.count : Number.POSITIVE_INFINITY);
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** Returns true if a call asks for resources by their names. */
function isLookUp(input: Input): boolean {
  return ['Names', 'PoolIds'].some((name) => Array.isArray(input[name]) && input[name].length > 0);
}

function withoutToken(body: string): string {
  const { NextToken: _, ...input } = JSON.parse(body) as Input;
  return JSON.stringify(input);
}

function looping(text: string, token: string | undefined, empty: boolean): string {
  const page = Object.entries(JSON.parse(text) as Input);
  const items = page.map(([name, value]) => [name, empty && Array.isArray(value) ? [] : value] as const);
  return JSON.stringify({ ...Object.fromEntries(items), NextToken: token });
}

function pass(
  aws: string,
  { headers, method, url }: IncomingMessage,
  body: string,
  response: ServerResponse,
  change: (text: string) => string = (text) => text,
): void {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = request(new URL(url ?? '/', aws), { method, headers: all }, async (answer) => {
    const text = await bodyOf(answer);
    const changed = answer.statusCode === 200 ? change(text) : text;
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': Buffer.byteLength(changed) });
    response.end(changed);
  });
  outgoing.on('error', () => response.destroy());
  outgoing.end(body);
}

async function dripTo(response: ServerResponse): Promise<void> {
  for (const letter of `{"Sessions":[${' '.repeat(2_000)}]}`) {
    if (response.destroyed) return;
    response.write(letter);
    await sleep(DRIP_MS);
  }
  response.end();
}

const BATCH = 10_000;

/** Session after session, as fast as they are read: always the same ten thousand, so that the gateway has the work and not this. */
async function pour(response: ServerResponse, count: number): Promise<void> {
  response.setMaxListeners(0);
  const batch = Array.from({ length: BATCH }, (_, index) => sessionOf(index)).join();
  response.write('{"Sessions":[');
  for (let sent = 0; sent < count && !response.destroyed; sent += BATCH) {
    if (!response.write(sent === 0 ? batch : `,${batch}`)) await drained(response);
  }
  response.end(']}');
}

const sessionOf = (index: number) =>
  JSON.stringify({ SessionId: `alice-${index}`, Target: 'i-0123456789abcdef0', Status: 'Connected', Owner: 'alice' });

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

if (import.meta.main) start(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '{}') as Trouble);

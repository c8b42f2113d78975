import { gzipSync } from 'node:zlib';
import { ask } from '../support/ask.ts';
import type { Row } from '../support/figures.ts';
import { startAws, startGateway } from '../support/programs.ts';

/** The bytes of a 200-edge answer with cursors when AWS's tokens have 2,000 characters, plain and gzipped. */
export async function tokens(): Promise<Row[]> {
  const [long = '', short = ''] = await Promise.all([answerWith('2000'), answerWith('0')]);
  const row = { scenario: 'long tokens', against: 'with short tokens', unit: 'bytes' };
  return [
    { ...row, what: '200 edges, plain', ours: long.length, reference: short.length },
    { ...row, what: '200 edges, gzipped', ours: gzipSync(long).length, reference: gzipSync(short).length },
  ];
}

/** The second page: cursors of the first contain no token. */
async function answerWith(tokenLength: string): Promise<string> {
  const aws = await startAws('--sessions', '12000', '--token-length', tokenLength);
  const gateway = await startGateway(aws.url);
  const query =
    'query ($after: String) { ssmSessions(first: 200, after: $after) { edges { cursor node { sessionId owner status startedAt target } } pageInfo { endCursor } } }';
  const { data } = await ask(gateway.url, query);
  const second = await ask(gateway.url, query, { after: data.ssmSessions.pageInfo.endCursor });
  await Promise.all([gateway.stop(), aws.stop()]);
  return JSON.stringify(second.data);
}

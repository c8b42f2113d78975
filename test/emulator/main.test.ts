import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeFleetsCommand } from '@aws-sdk/client-appstream';
import { DescribeInstanceInformationCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { post, rejectionOf, sdkClients } from '../support/emulator.ts';
import { type Running, run } from '../support/process.ts';

const SMALL = ['--port', '0', '--fleets', '3', '--stacks', '2', '--sessions', '20', '--still'];

function start(...args: string[]): Running {
  const program = run('emulator/main.ts', args);
  onTestFinished(() => void program.child.kill('SIGKILL'));
  return program;
}

async function endpointOf(program: Running): Promise<string> {
  return /http:\S+/.exec(await program.line(/emulated on/))?.[0] ?? '';
}

describe('`npm run emulator`', () => {
  test('prints its endpoint and a call of the AWS CLI', async () => {
    const program = start(...SMALL, '--region', 'us-east-1');
    const endpoint = await endpointOf(program);
    await program.line(/^Try/);
    expect(program.lines).toEqual([
      `AWS is emulated on ${endpoint}`,
      `Try: aws --endpoint-url ${endpoint} --region us-east-1 appstream describe-fleets`,
    ]);
  });

  test('has the world, the location and the quirks of its options', async () => {
    const program = start(...SMALL, '--account', '999999999999', '--region', 'us-east-1', '--throttle', 'ssm:0:1');
    const clients = sdkClients({ endpoint: await endpointOf(program) }, { region: 'us-east-1' });
    const { Fleets } = await clients.appstream.send(new DescribeFleetsCommand({}));
    expect(Fleets?.map(({ Arn }) => Arn?.split(':').slice(3, 5))).toEqual(Array(3).fill(['us-east-1', '999999999999']));
    expect((await clients.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('999999999999');
    const ask = () => rejectionOf(clients.ssm.send(new DescribeInstanceInformationCommand({})));
    expect([(await ask()).name, (await ask()).name]).toEqual(['ok', 'ThrottlingException']);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('exits 0 on %s, with calls that hang', async (signal) => {
    const program = start(...SMALL);
    const endpoint = await endpointOf(program);
    await fetch(`${endpoint}/_emulator/faults`, { method: 'POST', body: '{"kind":"hang"}' });
    const hanging = rejectionOf(post({ endpoint }, 'AmazonSSM.DescribeSessions', '{"State":"Active"}'));
    await expect.poll(async () => (await fetch(`${endpoint}/_emulator/calls`)).json()).toHaveLength(1);
    program.child.kill(signal);
    expect(await program.ended).toEqual({ code: 0, stderr: '' });
    expect((await hanging).name).toBe('TypeError');
  });

  test('stops with one line for a bad option', async () => {
    const { ended, lines } = start('--port', 'http');
    expect(await ended).toEqual({ code: 1, stderr: '--port is "http"; it must be a whole number up to 65535.\n' });
    expect(lines).toEqual([]);
  });

  test('stops with one line for a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await start(...SMALL.slice(2), '--port', String(port)).ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*\n$/)]);
  });

  test('lists its options and exits 0 for --help', async () => {
    const { ended, lines } = start('--help');
    expect(await ended).toEqual({ code: 0, stderr: '' });
    expect(lines[0]).toBe('Usage: npm run emulator -- [options]');
  });
});

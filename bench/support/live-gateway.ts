import { startEmulator } from '../../emulator/emulator.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { createLog } from '../../src/log/log.ts';
import { started } from './live-world.ts';

/** Starts a gateway in this process with these live sessions, which change by commits only: AWS lists none, and ends none. */
export async function startLiveGateway(sessions: readonly LiveSession[]) {
  const log = createLog('silent');
  const config = {
    ...parseConfig({ GATEWAY_LIVE: 'demand', GATEWAY_MUTATIONS: 'off' }),
    awsAccounts: [{ accountId: '111111111111', regions: ['eu-west-1'] }],
  };
  // An AWS without sessions: those of this world are in none of its lists, and are left alone.
  const emulator = await startEmulator({ accountId: '111111111111' });
  const aws = {
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
  };
  const gateway = await createGateway(config as never, { log, auditLog: log, aws });
  const { live } = gateway;
  if (!live) throw new Error('live sessions are off');
  const commit = async (changes: readonly SessionChange[]) => {
    live.recorder.commit({ changes, sources: [], removedSources: [] });
    await live.recorder.settled();
  };
  await commit(started(sessions));
  return { gateway, config, commit };
}

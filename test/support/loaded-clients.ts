import { createRequire } from 'node:module';
import process from 'node:process';
import { parseConfig } from '../../src/config/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log/log.ts';

/** Program: creates a gateway of the environment's configuration, and prints the SDK clients that it has loaded. */
const log = createLog('silent');
await createGateway(parseConfig(process.env), { log, auditLog: log, aws: {} });
const files = Object.keys(createRequire(import.meta.url).cache);
const clients = new Set(files.flatMap((file) => /@aws-sdk\/client-(\w+)\//.exec(file)?.[1] ?? []));
process.stdout.write(`${[...clients].sort().join()}\n`, () => process.exit(0));

import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLiveIndex } from '../../src/live/index/live-index.ts';
import { commitOf, liveWorld, started } from '../support/live-world.ts';

/** Fills an index in a process of its own, and prints the bytes and the processor time that it and its sessions take. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Resident memory without what V8 holds for objects to come. Bytes. */
function usedBytes(): number {
  collect();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return rss - heapTotal + heapUsed;
}
const world = (count: number) => started(liveWorld(count));
// Code and buffers that exist once.
const warm = createLiveIndex({ maxAgeMs: 60_000, now: Date.now });
warm.apply(commitOf(world(200), 0));
await warm.count({});
const before = usedBytes();
let changes = world(Number(process.argv[2]));
const { user, system } = process.cpuUsage();
const index = createLiveIndex({ maxAgeMs: 60_000, now: Date.now });
index.apply(commitOf(changes, 0));
await index.count({});
const used = process.cpuUsage();
const cpuMs = (used.user + used.system - user - system) / 1_000;
changes = [];
process.stdout.write(`${JSON.stringify({ bytes: usedBytes() - before, cpuMs })}\n`);
process.exit(0);

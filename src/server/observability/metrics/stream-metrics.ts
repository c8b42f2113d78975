import { Counter, Gauge, type Registry } from 'prom-client';
import type { StreamEnd, StreamObserver } from '../../streams/run-stream.ts';
import type { StreamTransport } from '../../streams/stream-format.ts';

const TRANSPORTS: readonly StreamTransport[] = ['sse', 'multipart', 'websocket'];
const ENDS: readonly StreamEnd[] = ['completed', 'failed', 'unauthenticated', 'drained', 'disconnected'];

/** Counts subscriptions by transport, and their results and bytes when they end. */
export function streamMetrics(registry: Registry): StreamObserver {
  const registers = [registry];
  const open = new Gauge({
    name: 'gateway_streams',
    help: 'Open subscriptions, by transport.',
    labelNames: ['transport'],
    registers,
  });
  const ended = new Counter({
    name: 'gateway_streams_ended_total',
    help: 'Subscriptions that ended, by transport and reason.',
    labelNames: ['transport', 'reason'],
    registers,
  });
  const batches = new Counter({
    name: 'gateway_stream_batches_total',
    help: 'Results sent by subscriptions that have ended.',
    labelNames: ['transport'],
    registers,
  });
  const bytes = new Counter({
    name: 'gateway_stream_bytes_total',
    help: 'Bytes sent by subscriptions that have ended.',
    labelNames: ['transport'],
    registers,
  });
  const executions = new Counter({
    name: 'gateway_stream_executions_total',
    help: 'Executions of subscriptions. Each serves all subscribers with the same document, variables and view.',
    registers,
  });
  for (const transport of TRANSPORTS) {
    open.set({ transport }, 0);
    for (const reason of ENDS) ended.inc({ transport, reason }, 0);
  }

  return {
    executed: () => executions.inc(),
    opened(transport) {
      open.inc({ transport });
      return (reason, sentBatches, sentBytes) => {
        open.dec({ transport });
        ended.inc({ transport, reason });
        batches.inc({ transport }, sentBatches);
        bytes.inc({ transport }, sentBytes);
      };
    },
  };
}

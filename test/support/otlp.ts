import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One span as it came over the wire, with its attributes as plain values. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** OTLP's numbers: 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly spanId: string }[];
  readonly status: { readonly code?: number };
}

export interface Receiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Resource of the spans: attributes of the process. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Every body as it came. */
  readonly text: string;
  /** The status that it answers with from now on. */
  answer(status: number): void;
}

/** A collector that takes OTLP over HTTP in JSON, as long as the test runs. */
export async function startReceiver(): Promise<Receiver> {
  const spans: ReceivedSpan[] = [];
  let resource: Record<string, unknown> = {};
  let text = '';
  let status = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const isTraces = request.url === '/v1/traces' && request.headers['content-type'] === 'application/json';
    response.writeHead(isTraces ? status : 404, { 'content-type': 'application/json' }).end('{}');
    if (!isTraces || status !== 200) return;
    text += body;
    for (const { resource: of, scopeSpans } of (JSON.parse(body) as Body).resourceSpans) {
      resource = plain(of.attributes);
      for (const { spans: some } of scopeSpans) {
        for (const span of some) {
          spans.push({ ...span, attributes: plain(span.attributes), links: span.links ?? [] });
        }
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    get resource() {
      return resource;
    },
    get text() {
      return text;
    },
    answer: (next) => {
      status = next;
    },
  };
}

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
type Body = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes'> & { attributes: Attributes })[] }[];
  }[];
};

function plain(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

import { z } from 'zod';

/** OpenTelemetry's names for when a trace is recorded (specification, SDK environment variables, read 2026-11). */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const endpoint = z.string().refine((url) => url === '' || (/^https?:\/\//.test(url) && URL.canParse(url)));
const AN_ENDPOINT = 'an `http` or `https` URL';

/** What shows how the gateway is doing: the metrics' port, OpenTelemetry's own variables, what logs say of people. */
export const TELEMETRY = {
  metricsPort: {
    name: 'GATEWAY_METRICS_PORT',
    fallback: '',
    allowed: 'a whole number from 0 to 65535',
    meaning:
      'Where `GET /metrics` answers Prometheus, on `HOST`: a port of its own. `0` picks a free one, which the log names. Not set: nowhere.',
    parser: z
      .string()
      .regex(/^\d*$/)
      .transform((text) => (text === '' ? undefined : Number(text)))
      .pipe(z.number().max(65_535).optional()),
  },
  otlpEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    fallback: '',
    allowed: AN_ENDPOINT,
    meaning:
      'Where traces are sent, as OTLP over HTTP in JSON: a collector, to whose URL `/v1/traces` is added. Not set: there are no traces. `OTEL_EXPORTER_OTLP_HEADERS`, `_TIMEOUT` and `_COMPRESSION` are honoured, too.',
    parser: endpoint,
  },
  otlpTracesEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    fallback: '',
    allowed: AN_ENDPOINT,
    meaning: 'The same for traces alone, and the whole URL.',
    parser: endpoint,
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    fallback: 'session-gateway',
    allowed: 'any text',
    meaning: 'What the gateway is called in traces. `OTEL_RESOURCE_ATTRIBUTES` adds what else there is to say of it.',
    parser: z.string(),
  },
  tracesSampler: {
    name: 'OTEL_TRACES_SAMPLER',
    fallback: 'parentbased_always_on',
    allowed: SAMPLERS.map((name) => `\`${name}\``)
      .join(', ')
      .replace(/, (?=[^,]*$)/, ' or '),
    meaning:
      'Which traces are recorded. `parentbased_…`: those that `traceparent` says are, and of the others as named.',
    parser: z.enum(SAMPLERS),
  },
  tracesSamplerArg: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    fallback: '1',
    allowed: 'a number from 0 to 1',
    meaning: 'The share of traces that is recorded, with `traceidratio` and `parentbased_traceidratio`.',
    parser: z
      .string()
      .regex(/^(?:\d+(?:\.\d*)?|\.\d+)$/)
      .transform(Number)
      .pipe(z.number().max(1)),
  },
  redactUsers: {
    name: 'GATEWAY_LOG_REDACT_USERS',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning:
      "`on`: the log does not say who. What names people is `[redacted]`, and so are the texts of errors, for AWS's name users, roles and sessions. The audit log, whose purpose it is, says it all the same.",
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
} as const;

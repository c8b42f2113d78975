import { z } from 'zod';

/** OpenTelemetry's samplers (specification, SDK environment variables, read 2026-11). */
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

/** Variables of logs, metrics and traces. */
export const TELEMETRY = {
  logLevel: {
    name: 'GATEWAY_LOG_LEVEL',
    fallback: 'info',
    allowed: '`debug`, `info`, `warn`, `error` or `silent`',
    meaning: 'Lowest level that is logged. Each request logs one line at `info`.',
    parser: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  },
  redactUsers: {
    name: 'GATEWAY_LOG_REDACT_USERS',
    fallback: 'off',
    allowed: '`on` or `off`',
    meaning:
      "`on`: log lines do not name users. Members that name users are `[redacted]`, and so are the messages of errors, as AWS's name users, roles and sessions. The audit log still names them.",
    parser: z.enum(['on', 'off']).transform((value) => value === 'on'),
  },
  metricsPort: {
    name: 'GATEWAY_METRICS_PORT',
    fallback: '',
    allowed: 'a whole number from 0 to 65535',
    meaning:
      'Port on `HOST` for Prometheus to scrape `GET /metrics`. `0` picks a free port, which the log names. Not set: there are no metrics.',
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
      'Collector to which traces are exported, as OTLP over HTTP in JSON; `/v1/traces` is added to the URL. Not set: there are no traces. `OTEL_EXPORTER_OTLP_HEADERS`, `_TIMEOUT` and `_COMPRESSION` apply, too.',
    parser: endpoint,
  },
  otlpTracesEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    fallback: '',
    allowed: AN_ENDPOINT,
    meaning: 'The whole URL for traces; takes precedence over `OTEL_EXPORTER_OTLP_ENDPOINT`.',
    parser: endpoint,
  },
  serviceName: {
    name: 'OTEL_SERVICE_NAME',
    fallback: 'session-gateway',
    allowed: 'any text',
    meaning: 'Name of the service in traces. `OTEL_RESOURCE_ATTRIBUTES` adds further attributes.',
    parser: z.string(),
  },
  tracesSampler: {
    name: 'OTEL_TRACES_SAMPLER',
    fallback: 'parentbased_always_on',
    allowed: SAMPLERS.map((name) => `\`${name}\``)
      .join(', ')
      .replace(/, (?=[^,]*$)/, ' or '),
    meaning:
      'Which traces are recorded. `parentbased_…`: as `traceparent` says; requests without one as the rest of the name says.',
    parser: z.enum(SAMPLERS),
  },
  tracesSamplerArg: {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    fallback: '1',
    allowed: 'a number from 0 to 1',
    meaning: 'Share of traces that are recorded, with `traceidratio` and `parentbased_traceidratio`.',
    parser: z
      .string()
      .regex(/^(?:\d+(?:\.\d*)?|\.\d+)$/)
      .transform(Number)
      .pipe(z.number().max(1)),
  },
} as const;

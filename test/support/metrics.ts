import type { TestGateway } from './gateway.ts';

/** The samples of one scrape: `name{labels}` and its value, labels in the order of their names. */
export type Samples = ReadonlyMap<string, number>;

/** Metrics of a gateway with `GATEWAY_METRICS_PORT`, as they are now. */
export async function scrape(gateway: Pick<TestGateway, 'log'>): Promise<Samples> {
  return parseSamples(await (await fetch(metricsUrl(gateway))).text());
}

export function metricsUrl({ log }: Pick<TestGateway, 'log'>): string {
  return String(log.find(({ metrics }) => metrics)?.metrics);
}

export function parseSamples(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const sorted = labels.match(/\w+="[^"]*"/g)?.sort() ?? [];
      return [sorted.length > 0 ? `${name}{${sorted.join(',')}}` : name, Number(value)];
    }),
  );
}

/** The samples of one metric, by their labels. */
export function samplesOf(samples: Samples, name: string): Record<string, number> {
  const entries = [...samples].filter(([key]) => key === name || key.startsWith(`${name}{`));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(name.length), value]));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { configRows } from '../../src/config/config.ts';
import { startGateway } from '../support/gateway.ts';
import { metricsUrl } from '../support/metrics.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const read = (path: string) => readFileSync(ROOT + path, 'utf8');
const guide = read('docs/operating.md');

function section(title: string): string {
  const from = guide.indexOf(`\n## ${title}\n`);
  const to = guide.indexOf('\n## ', from + 1);
  return guide.slice(from, to === -1 ? undefined : to);
}
/** The rows of a section's first table, below its head. */
function table(title: string): string[][] {
  const lines = section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
}
const codesIn = (title: string) => table(title).map(([code = '']) => code.replaceAll('`', ''));

/** The codes that mutations can answer with, by the locations where they are written. */
function userErrorCodes(): Set<string> {
  const files = ['services', 'sessions', 'schema'].flatMap((folder) =>
    readdirSync(`${ROOT}src/${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')),
  );
  const written =
    /\bcode: '([A-Z][A-Z_]+)'|\b(?:userError|idError|member|rule)(?:<[^>]*>+)?\(\s*'([A-Z][A-Z_]+)'|FIXABLE[^=]*= new Set\(\[([^\]]+)\]/g;
  const codes = files
    .flatMap((text) => [...text.matchAll(written)])
    .flatMap(([, plain, called, several]) => plain ?? called ?? several?.match(/[A-Z_]+/g) ?? []);
  // Of an end that failed upstream, which is an error's code.
  return new Set(codes.filter((code) => code !== 'INTERNAL_SERVER_ERROR'));
}

describe('docs/operating.md', () => {
  test('has every code of errors, and no other', () => {
    const [union = ''] = /export type ErrorCode =[^;]+;/.exec(read('src/errors/gateway-error.ts')) ?? [];
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(codesIn('Error codes').toSorted()).toEqual(codes.toSorted());
  });

  test('has every code of user errors, and no other', () => {
    expect(codesIn('Codes of user errors').toSorted()).toEqual([...userErrorCodes()].toSorted());
  });

  test('says of each code what it comes from, and what to do', () => {
    for (const row of [...table('Error codes'), ...table('Codes of user errors')]) {
      expect(row).toHaveLength(3);
      for (const cell of row) expect(cell.trim()).not.toBe('');
    }
  });

  test('has figures that the benchmarks still give, by half either way', () => {
    const results = JSON.parse(read('bench/results.json')) as { scenario: string; what: string; ours: number }[];
    const figures = table('Sizing');
    expect(figures.length).toBeGreaterThan(5);
    for (const [, measured = '', row = ''] of figures) {
      const ours = results.find(({ scenario, what }) => `${scenario}: ${what}` === row)?.ours;
      expect([row, ours]).toEqual([row, expect.any(Number)]);
      const ratio = Number.parseFloat(measured) / (ours ?? 0);
      expect([row, ratio > 0.5 && ratio < 1.5]).toEqual([row, true]);
    }
  });

  test('names variables that there are', () => {
    const names = configRows().map(([name]) => name);
    for (const [name] of guide.matchAll(/\bGATEWAY_[A-Z_]+/g)) {
      expect([name, names.some((each) => (name.endsWith('_') ? each.startsWith(name) : each === name))]).toEqual([
        name,
        true,
      ]);
    }
  });

  test('names alerts that there are, and lines that the log has', () => {
    const alerts = read('docs/observability/alerts.yml');
    for (const [name] of guide.matchAll(/\bGateway[A-Z]\w+/g)) expect(alerts).toContain(`alert: ${name}\n`);
    const code = [
      'src/services/until-usable.ts',
      'src/server/authentication/signing-keys.ts',
      'src/server/http/admission.ts',
      'src/main.ts',
      'src/live/recording/recorder.ts',
      'src/store/open/open-store.ts',
    ]
      .map(read)
      .join('\n');
    for (const line of [
      'cannot be read; trying again',
      'the signing keys of tokens cannot be read',
      'request rejected',
      'draining',
      'drained',
      'forceClosed',
      'the store cannot commit; live sessions stay as they were last stored',
      'the store commits again',
      'the store cannot be opened yet; it is tried again',
    ]) {
      expect(guide).toContain(line);
      expect(code).toContain(line);
    }
  });

  test('has links that lead somewhere', () => {
    const slug = (title: string) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-');
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slug(title));
    for (const [, target = ''] of guide.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('#')) expect(anchors).toContain(target.slice(1));
      else expect(existsSync(new URL(`../../docs/${target.split('#')[0]}`, import.meta.url)), target).toBe(true);
    }
    for (const [path] of guide.matchAll(/\b(?:deploy|test|bench)\/[\w./-]+\.\w+/g))
      expect(() => read(path)).not.toThrow();
  });

  describe('names metrics', () => {
    let registered: string;
    beforeAll(async () => {
      const gateway = await startGateway({ telemetry: { GATEWAY_METRICS_PORT: '0' } });
      registered = await (await fetch(metricsUrl(gateway))).text();
      await gateway.close();
    });

    test('that there are', () => {
      const names = [...guide.matchAll(/`((?:gateway|nodejs|process)_[a-z_0-9]+)/g)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) expect(registered).toContain(`# TYPE ${name} `);
    });
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configRows } from '../src/config/config.ts';

const ROOT = new URL('..', import.meta.url).pathname;

/** Every Markdown file for readers, by its path from the root. */
const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  'emulator/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** GitHub's anchor of a heading. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

function anchorsOf(path: string): string[] {
  const headings = readFileSync(join(ROOT, path), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) => anchorOf(title));
}

describe.each(pages)('$path', ({ path, text }) => {
  test('has links that lead to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target = '']) => target);
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
      if (anchor !== undefined) expect([link, anchorsOf(target).includes(anchor)]).toEqual([link, true]);
    }
  });

  test('names variables that exist', () => {
    const names = configRows().map(([name]) => name);
    // The change log and the decisions also name what was renamed.
    const mentioned = path === 'CHANGELOG.md' ? [] : [...text.matchAll(/\bGATEWAY_[A-Z_]+/g)].map(([name]) => name);
    const unknown = mentioned.filter(
      (name) => !names.some((each) => (name.endsWith('_') ? each.startsWith(name) : each === name)),
    );
    expect(unknown).toEqual([]);
  });
});

test('docs/index.md links every page of docs/', () => {
  const index = readFileSync(join(ROOT, 'docs/index.md'), 'utf8');
  const missing = readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .filter((name) => !index.includes(`(${name})`));
  expect(missing).toEqual([]);
});

test('The README has at most 150 lines, and a query with its answer by line 41', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n');
  expect(readme.length).toBeLessThanOrEqual(151);
  const head = readme.slice(0, 41).join('\n');
  for (const part of ['npm ci && npm start', 'npm ci && npm test', '```graphql', '```json'])
    expect(head).toContain(part);
});

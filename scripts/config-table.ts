import { configRows } from '../src/config/config.ts';

/** Formats the README's table of variables as Markdown. */
export function configTable(): string {
  const rows = configRows().map(([name, fallback, allowed, meaning]) => {
    const shown = fallback === '' ? '' : `\`${fallback}\``;
    return `| \`${name}\` | ${shown} | ${allowed} | ${meaning} |`;
  });
  return ['| variable | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

import { type ConfigRow, configSubjects } from '../src/config/config.ts';

/** Formats the variables as Markdown: one table a subject. */
export function configTable(): string {
  return configSubjects()
    .flatMap(({ subject, rows }) => [`## ${subject}`, '', ...tableOf(rows), ''])
    .join('\n')
    .trimEnd();
}

function tableOf(rows: readonly ConfigRow[]): string[] {
  const lines = rows.map(([name, fallback, allowed, meaning]) => {
    const shown = fallback === '' ? '' : `\`${fallback}\``;
    return `| \`${name}\` | ${shown} | ${allowed} | ${meaning} |`;
  });
  return ['| variable | default | allowed | meaning |', '| --- | --- | --- | --- |', ...lines];
}

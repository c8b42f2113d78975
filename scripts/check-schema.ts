import { currentSchemas } from './current-schemas.ts';
import { type CheckedSchema, checkSchemas } from './published.ts';

/** Fails where this code breaks what was published, and says what it compared. */
function report({ name, unaccepted, accepted, misfits, dangerous, isBehind }: CheckedSchema): string {
  const list = (title: string, sentences: readonly string[]) =>
    sentences.map((each) => `  ${title}: ${each}\n`).join('');
  return [
    `This code's ${name} against published/${name}: ${unaccepted.length} breaking, ${accepted.length} accepted, ${dangerous.length} dangerous\n`,
    list('BREAKING', unaccepted),
    list('ACCEPTANCE', misfits),
    list(
      'accepted',
      accepted.map(({ change, reason }) => `${change} (${reason})`),
    ),
    list('dangerous', dangerous),
    unaccepted.length > 0 ? '  Mend it, or accept it with a reason in published/breaking-changes.json.\n' : '',
    isBehind ? `  published/${name} is behind: run \`npm run schema\`.\n` : '',
  ].join('');
}

const checked = checkSchemas(currentSchemas());
process.stdout.write(checked.map(report).join(''));
const holds = checked.every(
  ({ unaccepted, misfits, isBehind }) => unaccepted.length + misfits.length === 0 && !isBehind,
);
process.exitCode = holds ? 0 : 1;

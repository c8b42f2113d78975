import { judgeChanges } from './judge.ts';
import { acceptedChanges, breakingSincePublished } from './published.ts';

/** Fails where this code breaks clients of what is published, unless `published/breaking-changes.json` says why. */
const { lines, isAccepted } = judgeChanges(breakingSincePublished(), acceptedChanges());
const verdict = isAccepted
  ? 'Nothing breaks that was not meant to.'
  : 'Mend it, or say why in published/breaking-changes.json.';
process.stdout.write(`${[...lines, verdict].join('\n')}\n`);
process.exitCode = isAccepted ? 0 : 1;

import { judgeChanges } from './judge.ts';
import { acceptedChanges, breakingSincePublished, release } from './published.ts';

/** Makes the schemas of this code those that later ones are held to. */
const { lines, isAccepted } = judgeChanges(breakingSincePublished(), acceptedChanges());
process.stdout.write(`${[...lines, isAccepted ? 'Published.' : 'Not published.'].join('\n')}\n`);
if (isAccepted) release();
process.exitCode = isAccepted ? 0 : 1;

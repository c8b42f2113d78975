import process from 'node:process';
import { parseArgs } from 'node:util';
import { firstView } from './first-view.ts';
import { memory } from './memory.ts';

const USAGE = `Usage: npm run console:measure -- memory [--minutes 30] [--rate 200] [--follow]
       npm run console:measure -- views [--runs 7] [--sessions 100000]

Measures the console in Chromium: what a tab holds while its list changes, and how long views take with many sessions.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '200' },
    follow: { type: 'boolean', default: false },
    runs: { type: 'string', default: '7' },
    sessions: { type: 'string', default: '100000' },
  },
});

const [what] = positionals;
if (what === 'memory')
  await memory({ minutes: Number(values.minutes), rate: Number(values.rate), follows: values.follow });
else if (what === 'views') await firstView({ runs: Number(values.runs), sessions: Number(values.sessions) });
else process.stdout.write(USAGE);

import process from 'node:process';
import { company } from './company.ts';
import { createDirectory } from './directory.ts';
import { listen } from './listen.ts';

/** The directory alone, for a router in another process: `PORT`, `HOST`. */

const { url } = await listen(createDirectory(company), Number(process.env.PORT || 4001), process.env.HOST);
process.stdout.write(`The directory of people listens on ${url}\n`);

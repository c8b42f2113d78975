import process from 'node:process';
import { companySubgraphs, compose } from './supergraph.ts';

/** The supergraph for routers in other processes: where the session gateway and the directory are, from their side. */

const [sessions = 'http://127.0.0.1:4000/graphql', directory = 'http://127.0.0.1:4001/graphql'] = process.argv.slice(2);
process.stdout.write(compose(companySubgraphs({ sessions, directory })));

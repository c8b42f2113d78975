import { parseConfig } from '../../src/config/config.ts';
import { LIMITS } from '../../src/config/limits.ts';
import type { Limits } from '../../src/server/limits/limits.ts';

const MOST = Object.keys(LIMITS).filter((name) => name.startsWith('max')) as (keyof Limits)[];
const config = parseConfig({});

/** Default limits of one request. */
export const DEFAULT_LIMITS = Object.fromEntries(MOST.map((name) => [name, config[name]])) as unknown as Limits;

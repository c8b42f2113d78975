import type { Migrations } from '../../migrate.ts';
import { TABLES } from './0001-tables.ts';
import { HISTORY } from './0002-history.ts';
import { ERASURE } from './0003-erasure.ts';
import { REQUEST_COUNTS } from './0004-request-counts.ts';
import { ROOM_FOR_VERSIONS } from './0005-room-for-versions.ts';

/** Migrations of SQLite, in their order. Numbers and names are those of PostgreSQL, too. */
export const SQLITE_MIGRATIONS: Migrations = [TABLES, HISTORY, ERASURE, REQUEST_COUNTS, ROOM_FOR_VERSIONS];

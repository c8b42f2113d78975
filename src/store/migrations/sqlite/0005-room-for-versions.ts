/** Nothing: SQLite changes rows in their place. See `migrations/postgres/0005-room-for-versions.ts`. */
export const ROOM_FOR_VERSIONS: readonly string[] = [];

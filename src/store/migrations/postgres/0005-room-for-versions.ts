/**
 * Room in each page for new versions of its rows. Where there is none, a new version goes to another page, and every index of
 * `session` needs an entry for it: twice the time of a change of status, and twice the write-ahead log. Pages that are there stay as
 * they are; others go on reading and writing meanwhile.
 */
export const ROOM_FOR_VERSIONS: readonly string[] = ['alter table session set (fillfactor = 60)'];

import { describe, expect, test } from 'vitest';
import { createSessionTable } from '../../../emulator/world/session-table.ts';

interface Item {
  readonly id: string;
  readonly group: string;
}

function table(...ids: string[]) {
  const made = createSessionTable<Item>(
    (item) => item.id,
    (item) => item.group,
  );
  for (const id of ids) made.add({ id, group: id[0] ?? '' });
  return made;
}

const idsIn = (items: Iterable<Item>): string => [...items].map((item) => item.id).join(' ');

describe('A session table', () => {
  test('keeps the order of insertion, as a whole and within a group', () => {
    const sessions = table('a2', 'b1', 'a1');
    expect(idsIn(sessions.values())).toBe('a2 b1 a1');
    expect(idsIn(sessions.of('a'))).toBe('a2 a1');
  });

  test('finds by id, and nothing where there is nothing', () => {
    const sessions = table('a1');
    expect(sessions.get('a1')?.group).toBe('a');
    expect(sessions.get('a2')).toBeUndefined();
    expect(sessions.of('z')).toEqual([]);
    expect(sessions.size).toBe(1);
  });

  test('removes a deleted session from every index', () => {
    const sessions = table('a1', 'a2');
    expect(idsIn(sessions.of('a'))).toBe('a1 a2');
    expect(sessions.delete('a1')).toBe(true);
    expect(sessions.delete('a1')).toBe(false);
    expect(idsIn(sessions.of('a'))).toBe('a2');
    expect(idsIn(sessions.values())).toBe('a2');
  });

  test('shows a session that was added after a list was read', () => {
    const sessions = table('a1');
    const before = sessions.of('a');
    sessions.add({ id: 'a2', group: 'a' });
    expect(idsIn(before)).toBe('a1');
    expect(idsIn(sessions.of('a'))).toBe('a1 a2');
  });

  test('replaces a session of the same id, even when its group is another', () => {
    const sessions = table('a1');
    sessions.add({ id: 'a1', group: 'b' });
    expect(sessions.size).toBe(1);
    expect(sessions.of('a')).toEqual([]);
    expect(idsIn(sessions.of('b'))).toBe('a1');
  });

  test('gives the same array for an unchanged group, so that a call costs no copy', () => {
    const sessions = table('a1', 'a2');
    expect(sessions.of('a')).toBe(sessions.of('a'));
  });
});

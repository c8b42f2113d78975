import { describe, expect, test } from 'vitest';
import { isUsableAfter, toPostgresError } from '../../src/store/postgres/postgres-error.ts';
import { FencedError, isMisconfigured, reasonOf, StoreError } from '../../src/store/store-error.ts';

const withCode = (code: unknown, message = 'as the server says') => Object.assign(new Error(message), { code });

describe('A failure of PostgreSQL', () => {
  test.each([
    ['23505', true, 'a row that is there twice'],
    ['40001', true, 'a transaction that meets another one'],
    ['57014', true, 'a statement that took too long'],
    ['42P01', true, 'a table that is not there'],
    ['57P01', false, 'a server that shuts down'],
    ['57P02', false, 'a server that has crashed'],
    ['57P03', false, 'a server that starts'],
    ['25P03', false, 'a transaction that was idle for too long'],
    ['ECONNRESET', false, 'a connection that broke'],
    ['EPIPE', false, 'a connection that is closed'],
    [undefined, false, 'a driver that gave up'],
  ])('%s leaves a connection that can be used: %s (%s)', (code, isUsable, _what) => {
    expect(isUsableAfter(withCode(code))).toBe(isUsable);
  });

  test('keeps its code and its message; one without a code is a lost connection', () => {
    expect(toPostgresError(withCode('23505'))).toMatchObject({ code: '23505', message: 'as the server says' });
    for (const code of [undefined, 7, null])
      expect(toPostgresError(withCode(code))).toMatchObject({ name: 'StoreError', code: 'CONNECTION_LOST' });
    const known = new FencedError(['a', 'b']);
    expect(toPostgresError(known)).toBe(known);
    expect(known).toMatchObject({ code: 'FENCED', message: 'The lease is lost: a, b', lost: ['a', 'b'] });
  });
});

describe('A store that cannot be opened', () => {
  test.each([
    ['28P01', 'a wrong password'],
    ['28000', 'a user who may not connect'],
    ['3D000', 'a database that is not there'],
    ['3F000', 'a schema that is not there'],
    ['42501', 'a user without the right'],
    ['42P01', 'a table that is not there'],
    ['0A000', 'a server that is too old'],
    ['ENOENT', 'a password file that is not there'],
    ['EACCES', 'a password file that cannot be read'],
    ['NEWER_SCHEMA', 'tables of a later build'],
    ['CERT_HAS_EXPIRED', 'a certificate that has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'a certificate of another host'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'a certificate that is not trusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'a certificate that is not trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'a certificate that is not trusted'],
  ])('because of %s (%s) stops the start', (code) => {
    expect(isMisconfigured(new StoreError('', code))).toBe(true);
  });

  test.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'ETIMEDOUT',
    'CONNECTION_LOST',
    '57P03',
    '53300',
    '08006',
    '40001',
    'EAI_AGAIN',
  ])('because of %s is tried again', (code) => {
    expect(isMisconfigured(new StoreError('', code))).toBe(false);
  });

  test('has a reason of one line: that of the file, or the message of the server', () => {
    const reasons = [
      'SQLITE_BUSY',
      'SQLITE_READONLY',
      'SQLITE_CANTOPEN',
      'SQLITE_NOTADB',
      'SQLITE_CORRUPT',
      'SQLITE_FULL',
    ];
    for (const code of reasons) {
      const reason = reasonOf(new StoreError('message with /a/path', code));
      expect(reason).toMatch(new RegExp(`^the [a-z ,]+; ${code}$|^another process uses the file; ${code}$`, 'i'));
      expect(reason).not.toContain('/a/path');
    }
    expect(reasonOf(new StoreError('no such user', '28P01'))).toBe('no such user; 28P01');
  });
});

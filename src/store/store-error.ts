/**
 * Failure of the store. The message is for the log: it may name files and hosts, and never has a password.
 */
export class StoreError extends Error {
  /** `ERR_SQLITE_ERROR 13`, `ECONNREFUSED`, SQLSTATE such as `57P01`. */
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Failure of a commit whose leases are no longer held: nothing of it was committed. */
export class FencedError extends StoreError {
  /** Units whose leases are lost. */
  readonly lost: readonly string[];

  constructor(lost: readonly string[]) {
    super(`The lease is lost: ${lost.join(', ')}`, 'FENCED');
    this.lost = lost;
  }
}

/** Reasons for operators, by code. */
const REASONS: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'another process uses the file',
  SQLITE_READONLY: 'the file or its folder cannot be written',
  SQLITE_CANTOPEN: 'the file cannot be opened',
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the file is damaged',
  SQLITE_FULL: 'the disk is full',
};

/** Returns why a store cannot be used, in one line without its name or password. */
export function reasonOf({ code, message }: StoreError): string {
  return `${REASONS[code] ?? message}; ${code}`;
}

/** Codes that the configuration is the reason of: no retry helps. Classes of SQLSTATE, and codes of files and TLS. */
const MISCONFIGURED =
  /^(?:28|3D|3F|42|0A|0LP|ENOENT|EACCES|NEWER_SCHEMA|CERT_|ERR_TLS|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/;

/** Returns true for an error of PostgreSQL that comes again until an operator changes something. */
export function isMisconfigured({ code }: StoreError): boolean {
  return MISCONFIGURED.test(code);
}

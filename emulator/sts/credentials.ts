import { createHash } from 'node:crypto';

/** Access keys issued by AssumeRole contain account and expiry, so that the emulator stays stateless. */
const ISSUED = /^ASIA(\d{12})X(\d{10})/;

export function issueAccessKey(accountId: string, expiresAt: Date): string {
  return `ASIA${accountId}X${Math.floor(expiresAt.getTime() / 1000)}`;
}

export interface KeyOwner {
  readonly accountId: string;
  /** Null for a key that never expires. */
  readonly expiresAt: Date | null;
}

/** @param defaultAccountId account of keys that the emulator did not issue */
export function ownerOf(accessKeyId: string, defaultAccountId: string): KeyOwner {
  const [, accountId, seconds] = ISSUED.exec(accessKeyId) ?? [];
  if (accountId === undefined) return { accountId: defaultAccountId, expiresAt: null };
  return { accountId, expiresAt: new Date(Number(seconds) * 1000) };
}

/** Derives the secret of an issued key. */
export function secretOf(accessKeyId: string): string {
  return createHash('sha256').update(accessKeyId).digest('base64').slice(0, 40);
}

/** Derives the session token that every call with an issued key must send. */
export function sessionTokenOf(accessKeyId: string): string {
  return secretOf(`${accessKeyId}/token`);
}

import { createHash } from 'node:crypto';

/** Keys that AssumeRole issues carry their account and end, so that nothing has to be remembered. */
const ISSUED = /^ASIA(\d{12})X(\d{10})/;

export function issueAccessKey(accountId: string, expiresAt: Date): string {
  return `ASIA${accountId}X${Math.floor(expiresAt.getTime() / 1000)}`;
}

export interface KeyOwner {
  readonly accountId: string;
  /** Null for a key that never expires. */
  readonly expiresAt: Date | null;
}

/** @param defaultAccountId whose a key is that the emulator did not issue */
export function ownerOf(accessKeyId: string, defaultAccountId: string): KeyOwner {
  const [, accountId, seconds] = ISSUED.exec(accessKeyId) ?? [];
  if (accountId === undefined) return { accountId: defaultAccountId, expiresAt: null };
  return { accountId, expiresAt: new Date(Number(seconds) * 1000) };
}

/** The secret of an issued key, the same for the same key: so nothing has to be remembered. */
export function secretOf(accessKeyId: string): string {
  return createHash('sha256').update(accessKeyId).digest('base64').slice(0, 40);
}

/** The session token that every call with an issued key has to bring. */
export function sessionTokenOf(accessKeyId: string): string {
  return secretOf(`${accessKeyId}/token`);
}

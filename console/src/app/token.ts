let token: string | null = null;

/** Sets the access token. It is in memory only: another script of the browser's storage cannot read it. */
export function setToken(value: string | null): void {
  token = value;
}

/** Header of a request; none without a token. */
export function authorization(): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

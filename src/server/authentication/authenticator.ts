import { type Caller, UNRESTRICTED_CALLER } from '../../schema/access/access.ts';

/** Authenticates the callers of requests. */
export interface Authenticator {
  /** Resolves once callers can be authenticated. */
  ready(): Promise<void>;
  /**
   * Returns the caller synchronously if the token is cached: most requests of a client carry the same one.
   *
   * @param authorization value of the `Authorization` header
   * @returns rejects with a GatewayError: UNAUTHENTICATED, or UPSTREAM_UNAVAILABLE while the signing keys cannot be read
   */
  callerOf(authorization: string | undefined): Caller | Promise<Caller>;
}

/** Authentication is disabled (`GATEWAY_AUTH=none`): every caller holds every OAuth scope. */
export const noAuthentication: Authenticator = { ready: async () => {}, callerOf: () => UNRESTRICTED_CALLER };

import type { AwsLocation } from '../aws/location.ts';
import type { SourceNode } from '../paging/composite/source-tree.ts';
import type { TerminationAcknowledgement } from '../services/acknowledge-termination.ts';
import type { AwsService, LocationServices } from '../services/aws-service.ts';
import type { InputRule } from '../services/check-input.ts';

/** The types that tell one session provider from another. */
export interface ProviderTypes {
  /** Its value of the GraphQL enum `SessionService`. */
  readonly service: string;
  /** Its `@tag` in the subgraph. */
  readonly tag: string;
  /** AWS's shape of a session, with its location. */
  readonly model: { readonly location: AwsLocation };
  /** What the service finds one session by within a location. */
  readonly key: { readonly sessionId: string };
  /** Names of the conditions that it adds to `SessionFilter`. */
  readonly condition: string;
}

/** Status of a session, in one vocabulary for all services. */
export const SESSION_STATUSES = [
  'CONNECTING',
  'CONNECTED',
  'DISCONNECTED',
  'TERMINATING',
  'TERMINATED',
  'FAILED',
  'UNKNOWN',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What a session of any service shows a client. */
export interface SessionView<Service extends string = string> {
  readonly service: Service;
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly startedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly instanceId: string | null;
  /** The user, as the service spells it; null where AWS names none. */
  readonly userId: string | null;
  /** The account and region it was read from. */
  readonly location: AwsLocation;
}

/** The parts of a session's key as its `id` holds them, in order; null for what AWS left out. */
export type KeyParts = readonly (string | null)[];

/**
 * An AWS service that holds sessions, as a module: everything the gateway needs to list, find, filter, show and terminate
 * its sessions. Add one by writing `services/<name>/provider.ts` and its line in `providers.ts`; the GraphQL enum
 * `SessionService`, `SessionFilter`, `sessions`, `sources`, `terminateSession`, OAuth scopes and `@tag` follow from it.
 * `test/sessions/provider-conformance.test.ts` checks every provider of the list. See docs/adding-a-service.md.
 */
export interface SessionProvider<Types extends ProviderTypes = ProviderTypes> extends AwsService {
  readonly service: Types['service'];
  /** Description of its value of `SessionService`. */
  readonly description: string;
  /** First words of the label of its sources: `AppStream` of `AppStream eu-west-1 stack Design / fleet design-gpu`. */
  readonly label: string;
  readonly tag: Types['tag'];
  /** GraphQL type of its sessions, which implements `Session`. Self-scoped callers see only their own. */
  readonly sessionType: string;
  /** GraphQL types of the resources that its sessions run on; reading them needs the OAuth scope `fleets:read`. */
  readonly resourceTypes: readonly string[];
  /** IAM actions of the calls that read and that write, as docs/operating.md lists them. */
  readonly permissions: { readonly read: readonly string[]; readonly write: readonly string[] };
  /**
   * What its answers are cached as, with the default TTL in milliseconds. A kind is invalidated as a whole by writes;
   * services may share one.
   */
  readonly cacheTtlMs: Readonly<Record<string, number>>;
  /** Conditions of `SessionFilter` that concern its sessions alone: with one given, the other services are left out. */
  readonly conditions: { readonly [Condition in Types['condition']]: FilterCondition };
  /**
   * Maps AWS's shape to what every session shows. Total: an unknown enum value is the status `UNKNOWN`, an absent member
   * null; never throws.
   *
   * @param now what expiry is compared with
   */
  toSession(model: Types['model'], now: Date): SessionView<Types['service']>;
  /** The parts of the key of a session; `parseKey` is its inverse. As many for every session: `keyLength`. */
  toKeyParts(model: Types['model']): readonly (string | null | undefined)[];
  readonly keyLength: number;
  /**
   * Reads a key from the parts of an id. Ids are opaque, so parts that no session has are a forged id.
   *
   * @throws GatewayError INVALID_ID
   */
  parseKey(parts: KeyParts): Types['key'];
  /**
   * Finds one session, also one that has ended where AWS still knows it; null where it is gone.
   *
   * @throws GatewayError INVALID_ID or BAD_USER_INPUT for a key that AWS's naming rules exclude, UPSTREAM_* when AWS fails
   */
  find(services: LocationServices, key: Types['key']): Promise<Types['model'] | null>;
  /**
   * The lists that hold the sessions of one location. A list or group is found when it is its turn, so what finding one
   * costs belongs in `children` of a composite source.
   *
   * @throws GatewayError UPSTREAM_* when they cannot be found; the provider is then one failed source of this location
   */
  listSources(at: ProviderAtLocation<Types>): Promise<readonly SourceNode<Types['model'], SourceMetadata>[]>;
  /** How its sessions are terminated; null where AWS has no call for it: then `terminateSession` answers `NOT_SUPPORTED`. */
  readonly termination: SessionTermination<Types> | null;
}

/** A condition of `SessionFilter`: a list of values of which a session has to match one. */
export interface FilterCondition {
  /** Description of the GraphQL input field. */
  readonly description: string;
  /** AWS's naming rule: another value is BAD_USER_INPUT and costs no call. */
  readonly rule?: InputRule;
  /** The value of a session that is compared; absent where `listSources` reads only lists that match. */
  readValue?(session: SessionView): string | null;
}

/** Calls that terminate sessions of one location. Reads of one request are batched by the service's loaders. */
export interface SessionTermination<Types extends ProviderTypes = ProviderTypes> {
  /** Bypasses the cache: reads of sessions that this request begins from now on ask AWS. */
  refresh(services: LocationServices): void;
  /** Finds a session that has not ended for long; null where AWS does not list it. Verifies before and after the call. */
  find(services: LocationServices, key: Types['key']): Promise<Types['model'] | null>;
  /**
   * Terminates a session. Idempotent: that there is nothing to terminate is the answer `ALREADY_OVER`, not an error.
   *
   * @param onSend called just before each attempt is sent, for the audit log
   * @throws MutationError for AWS's rejections that the caller can fix, GatewayError UPSTREAM_*
   */
  terminate(services: LocationServices, key: Types['key'], onSend: () => void): Promise<TerminationAcknowledgement>;
}

/** What a provider lists the sources of one location for. */
export interface ProviderAtLocation<Types extends ProviderTypes = ProviderTypes> {
  readonly services: LocationServices;
  /** Its own conditions, as the filter gives them. */
  readonly conditions: { readonly [Condition in Types['condition']]?: readonly string[] };
  /** Whether sessions that have ended are asked for: lists that hold nothing else are left out otherwise. */
  readonly includeHistory: boolean;
  /** What a client sees of a source, with what sets it apart from the provider's others: ` pool Design`. */
  metadata(detail?: string): SourceMetadata;
}

/** What a client sees of a source. */
export interface SourceMetadata {
  readonly service: string;
  readonly location: { readonly accountId: string | null; readonly region: string };
  readonly label: string;
}

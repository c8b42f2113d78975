import type { AwsLocation } from '../aws/location.ts';
import type { SourceNode } from '../paging/composite/source-tree.ts';
import type { PageSource } from '../paging/page-source.ts';
import type { TerminationAcknowledgement } from '../services/acknowledge-termination.ts';
import type { AwsService, LocationServices } from '../services/aws-service.ts';
import type { InputRule } from '../services/check-input.ts';

/** Types of one session provider. */
export interface ProviderTypes {
  /** Value of the GraphQL enum `SessionService`. */
  readonly service: string;
  /** Name of the `@tag` in the subgraph. */
  readonly tag: string;
  /** AWS shape of a session, with its location. */
  readonly model: { readonly location: AwsLocation };
  /** Key that identifies a session within a location. */
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

/** Fields that sessions of all services have in common. */
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
  /** Account and region that the session was read from. */
  readonly location: AwsLocation;
}

/** Parts of a session's key in the order of its `id`; null for members that AWS omits. */
export type KeyParts = readonly (string | null)[];

/**
 * AWS service that holds sessions, as a module: everything the gateway needs to list, find, filter, show and terminate
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
   * Cache kinds of its responses, with the default TTL in milliseconds. A write invalidates a whole kind; services may share
   * one.
   */
  readonly cacheTtlMs: Readonly<Record<string, number>>;
  /** Conditions of `SessionFilter` that concern its sessions alone: with one given, the other services are left out. */
  readonly conditions: { readonly [Condition in Types['condition']]: FilterCondition<Types['model']> };
  /** Condition whose values name the resources that its sessions run on: order and dimension `RESOURCE` of live sessions. Null: none. */
  readonly resource: Types['condition'] | null;
  /**
   * Maps an AWS shape to the common fields. Never throws: an unknown enum value becomes the status `UNKNOWN`, an absent member
   * null.
   *
   * @param now time that the expiration time is compared with
   */
  toSession(model: Types['model'], now: Date): SessionView<Types['service']>;
  /** Returns the parts of a session's key, `keyLength` for every session. `parseKey` is the inverse. */
  toKeyParts(model: Types['model']): readonly (string | null | undefined)[];
  readonly keyLength: number;
  /** True if a later session has the same key, as that of a personal WorkSpace has: each is a record of its own. */
  readonly reusesKeys?: true;
  /**
   * Parses a key from the parts of an id. Ids are opaque, so parts that no session can have mean a forged id.
   *
   * @throws GatewayError INVALID_ID
   */
  parseKey(parts: KeyParts): Types['key'];
  /**
   * Finds a session, also one that has ended if AWS still lists it; null where AWS does not.
   *
   * @throws GatewayError INVALID_ID or BAD_USER_INPUT for a key that AWS's naming rules exclude, UPSTREAM_* when AWS fails
   */
  find(services: LocationServices, key: Types['key']): Promise<Types['model'] | null>;
  /**
   * Returns the lists that have the sessions of one location. Children of a composite source are resolved when iteration
   * reaches it, so calls that find lists belong in `children`.
   *
   * @throws GatewayError UPSTREAM_* when they cannot be resolved; the provider is then one failed source of this location
   */
  listSources(at: ProviderAtLocation<Types>): Promise<readonly SourceNode<Types['model'], SourceMetadata>[]>;
  /**
   * Returns the list of ended sessions of one location, latest first, with the times of their ends; absent where AWS has none.
   * Live sessions read its first pages when active sessions are missing, so that these end at the time that AWS names.
   */
  endedSource?(services: LocationServices): PageSource<Types['model']>;
  /** Calls that terminate its sessions; null where AWS has none: `terminateSession` then returns `NOT_SUPPORTED`. */
  readonly termination: SessionTermination<Types> | null;
}

/** Condition of `SessionFilter`: a list of values, of which a session has to match one. */
export interface FilterCondition<Model = never> {
  /** Description of the GraphQL input field. */
  readonly description: string;
  /** AWS's naming rule; other values are BAD_USER_INPUT and take no call. */
  readonly rule?: InputRule;
  /** Returns the value of a session to compare; absent where `listSources` reads only lists that match. */
  readValue?(session: SessionView): string | null;
  /** Returns the value of a session for live sessions, which are compared by every condition; null where AWS omits it. */
  valueOf(model: Model): string | null;
}

/** Calls that terminate sessions of one location. Reads of one request are batched by the service's loaders. */
export interface SessionTermination<Types extends ProviderTypes = ProviderTypes> {
  /** Bypasses the cache for sessions that this request reads from now on. */
  refresh(services: LocationServices): void;
  /** Finds a session that is active or ended recently; null where AWS does not list it. Called before and after termination. */
  find(services: LocationServices, key: Types['key']): Promise<Types['model'] | null>;
  /**
   * Terminates a session. Idempotent: a session that has already ended is acknowledged as `ALREADY_OVER`, not an error.
   *
   * @param onSend called just before each attempt is sent, for the audit log
   * @throws MutationError for AWS's rejections that the caller can fix, GatewayError UPSTREAM_*
   */
  terminate(services: LocationServices, key: Types['key'], onSend: () => void): Promise<TerminationAcknowledgement>;
}

/** Arguments of `listSources`: one location and the filter's conditions. */
export interface ProviderAtLocation<Types extends ProviderTypes = ProviderTypes> {
  readonly services: LocationServices;
  /** The provider's own conditions of the filter. */
  readonly conditions: { readonly [Condition in Types['condition']]?: readonly string[] };
  /** True if to list ended sessions. If not, lists of ended sessions only are omitted. */
  readonly includeHistory: boolean;
  /** Creates the metadata of a source. @param detail suffix of its label that distinguishes it: ` pool Design` */
  metadata(detail?: string): SourceMetadata;
}

/** Metadata of a source, as clients see it. */
export interface SourceMetadata {
  readonly service: string;
  readonly location: { readonly accountId: string | null; readonly region: string };
  readonly label: string;
}

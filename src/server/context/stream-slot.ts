/** Place in the context of an operation for the source of its results, where the transport takes subscriptions. */
export interface StreamSlot<Source = unknown> {
  /** Source of the results, once the subscription is open. */
  source?: Source;
  /** Name of the operation; null without one. */
  operation: string | null;
  /** Counts the subscription; called before its field is subscribed to. @throws GatewayError TOO_MANY_STREAMS */
  reserve(): void;
}

import type { AwsLocation } from '../../aws/location.ts';
import { NAME } from './rules.ts';

/** Resource types of AppStream that can be looked up by ARN. */
export type ArnKind = 'fleet' | 'stack';

/** Parses account, region and name of `arn:aws:appstream:eu-west-1:123456789012:fleet/Design`; null for any other text. */
export function parseArn(kind: ArnKind, arn: string): { readonly location: AwsLocation; readonly name: string } | null {
  const [, region, accountId, type, name] = /^arn:[\w-]+:appstream:([\w-]+):(\d{12}):(\w+)\/(.+)$/.exec(arn) ?? [];
  if (!region || !accountId || type !== kind || !name || !NAME.pattern.test(name)) return null;
  return { location: { accountId, region }, name };
}

import type { AwsLocation } from '../../aws/location.ts';
import { NAME } from './rules.ts';

/** What of AppStream has an ARN that another program may know it by. */
export type ArnKind = 'fleet' | 'stack';

/** Account, region and name in `arn:aws:appstream:eu-west-1:123456789012:fleet/Design`; null for what is no such ARN. */
export function parseArn(kind: ArnKind, arn: string): { readonly location: AwsLocation; readonly name: string } | null {
  const [, region, accountId, type, name] = /^arn:[\w-]+:appstream:([\w-]+):(\d{12}):(\w+)\/(.+)$/.exec(arn) ?? [];
  if (!region || !accountId || type !== kind || !name || !NAME.pattern.test(name)) return null;
  return { location: { accountId, region }, name };
}

import { z } from 'zod';
import { fieldOf } from '../aws-names.ts';
import type { UserError } from '../mutation-error.ts';
import type { FleetRequest } from './model.ts';
import { NAME } from './rules.ts';

/** Schema of an optional member with a predicate, an error code and the text of what is allowed. */
const member = <Value>(code: string, allowed: string, holds: (value: Value) => boolean) =>
  z.custom<Value>((value) => holds(value as Value), { error: allowed, params: { code } }).optional();

const format = (pattern: RegExp, allowed: string) =>
  member<string>('INVALID_FORMAT', allowed, (text) => pattern.test(text));
const length = (from: number, to: number) =>
  member<string>(
    'INVALID_LENGTH',
    from === 0 ? `at most ${to} characters long` : `${from} to ${to} characters long`,
    // AWS counts code points.
    (text) => [...text].length >= from && [...text].length <= to,
  );
const range = (from: number, to: number, unit: string) =>
  member<number>('OUT_OF_RANGE', `${from} to ${to} ${unit}`, (value) => value >= from && value <= to);
/** Check of a list as a whole. */
const rule = <Item>(code: string, allowed: string, holds: (list: readonly Item[]) => boolean) =>
  z.refine<Item[]>(holds, { error: allowed, params: { code } });
const atMost = (count: number, what: string) =>
  rule<unknown>('TOO_MANY', `at most ${count} ${what}`, (list) => list.length <= count);

const name = format(NAME.pattern, NAME.allowed);
const arn = format(
  /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/,
  'an ARN: `arn:aws:service:region:account:resource`',
);
/** `String` of the service model: at least one character. */
const given = format(/[\s\S]/, 'not empty');
const usbDevice = format(
  /^(?=[\s\S]{0,100}$)(\w*)\s*(\w*)\s*,\s*(\w*)\s*,\s*\*?(\w*)\s*,\s*\*?(\w*)\s*,\s*\*?\d*\s*,\s*\*?\d*\s*,\s*[0-1]\s*,\s*[0-1]\s*$/,
  'a USB device filter string of at most 100 characters, such as `host,3,*,*,*,*,1,1`',
);
const tag = z.object({
  Key: format(
    // The model takes any first character.
    /^(?!aws:).[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,127}$/u,
    '1 to 128 letters, digits, spaces or `_.:/=+-@`, and not begin with `aws:`',
  ),
  Value: format(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, 'at most 256 letters, digits, spaces or `_.:/=+-@`'),
});
const keysOnce = rule<{ readonly Key?: string | undefined }>(
  'DUPLICATE',
  'without a key that is there twice',
  (tags) => new Set(tags.map(({ Key }) => Key)).size === tags.length,
);

/**
 * Documented constraints on single members of CreateFleet and UpdateFleet: lengths and patterns of the service model
 * (2026-08), number ranges of the members' documentation. Anything else, such as existing instance types or minimum numbers of
 * sessions, is left to AWS.
 */
const MEMBERS = z.object({
  Name: name,
  ImageName: name,
  ImageArn: arn,
  InstanceType: given,
  VpcConfig: z
    .object({
      SubnetIds: z.array(given).optional(),
      SecurityGroupIds: z.array(given).check(atMost(5, 'security groups')).optional(), // F-20
    })
    .optional(),
  MaxUserDurationInSeconds: range(600, 432_000, 'seconds'), // F-19
  DisconnectTimeoutInSeconds: range(60, 36_000, 'seconds'),
  IdleDisconnectTimeoutInSeconds: member<number>(
    'OUT_OF_RANGE',
    '60 to 36000 seconds, or 0 for never',
    (value) => value === 0 || (value >= 60 && value <= 36_000),
  ),
  Description: length(0, 256), // F-20
  DisplayName: length(0, 100),
  DomainJoinInfo: z.object({ OrganizationalUnitDistinguishedName: length(0, 2_000) }).optional(),
  Tags: z.array(tag).check(atMost(50, 'tags'), keysOnce).optional(), // F-20
  IamRoleArn: arn,
  UsbDeviceFilterStrings: z.array(usbDevice).optional(),
  SessionScriptS3Location: z
    .object({
      S3Bucket: format(/^[0-9a-z.-]{3,63}(?<!\.)$/, 'a bucket name: 3 to 63 lower case letters, digits, `.` or `-`'),
      S3Key: length(1, 1_024),
    })
    .optional(),
  RootVolumeConfig: z.object({ VolumeSizeInGb: range(200, 500, 'gigabytes') }).optional(), // F-19
});

/** Validates the members of a request. Returns a user error for every constraint that is violated. */
export function brokenMembers(request: FleetRequest): UserError[] {
  const { error } = MEMBERS.safeParse(request);
  return (error?.issues ?? []).map((issue) => {
    const field = fieldOf(issue.path.join('.'));
    const code = issue.code === 'custom' ? String(issue.params?.code) : 'INVALID_FORMAT';
    return { code, message: `\`${field.slice(1).join('.')}\` must be ${issue.message}.`, field };
  });
}

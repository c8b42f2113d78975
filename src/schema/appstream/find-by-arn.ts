import { type ArnKind, parseArn } from '../../services/appstream/arn.ts';
import type { LocationServices } from '../../services/services.ts';
import type { Context } from '../builder/context.ts';

/** Finds a fleet or stack by its ARN, which holds all that AWS looks it up by; null for what is no ARN of such a thing. */
export function findByArn<Model extends { readonly Arn?: string | undefined }>(
  kind: ArnKind,
  findByName: (services: LocationServices, name: string) => Promise<Model | null>,
) {
  return async (arn: string, { services }: Context): Promise<Model | null> => {
    const parsed = parseArn(kind, arn);
    const located = parsed && (await services.find(parsed.location));
    const found = located && (await findByName(located, parsed.name));
    // Another partition's: `arn:aws-cn:…` of the same account, region and name is another thing.
    return found?.Arn === arn ? found : null;
  };
}

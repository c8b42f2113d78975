import { type ArnKind, parseArn } from '../../services/appstream/arn.ts';
import type { LocationServices } from '../../services/services.ts';
import type { Context } from '../builder/context.ts';

/** Finds a fleet or stack by the account, region and name in its ARN; null for any other ARN. */
export function findByArn<Model extends { readonly Arn?: string | undefined }>(
  kind: ArnKind,
  findByName: (services: LocationServices, name: string) => Promise<Model | null>,
) {
  return async (arn: string, { services }: Context): Promise<Model | null> => {
    const parsed = parseArn(kind, arn);
    const located = parsed && (await services.find(parsed.location));
    const found = located && (await findByName(located, parsed.name));
    // An ARN of another AWS partition (`arn:aws-cn:…`) with the same account, region and name is another resource.
    return found?.Arn === arn ? found : null;
  };
}

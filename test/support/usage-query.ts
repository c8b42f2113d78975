import { expect } from 'vitest';
import type { Answer } from './gateway.ts';

const POINT =
  'from to peakConcurrent peakConnected sessionsStarted distinctUsers sessionSeconds connectedSeconds observedShare';

/** Usage with all of its parts. */
export const USAGE = `query ($filter: SessionUsageFilter!, $interval: UsageInterval! = HOUR, $by: [UsageDimension!]) {
  sessionUsage(filter: $filter, interval: $interval, by: $by) {
    series { key { dimension value } total { ${POINT} } points { ${POINT} } }
    coverage { service observedShare }
  }
}`;

export interface UsagePoint {
  readonly from: string;
  readonly to: string;
  readonly peakConcurrent: number;
  readonly peakConnected: number;
  readonly sessionsStarted: number;
  readonly distinctUsers: number | null;
  readonly sessionSeconds: number;
  readonly connectedSeconds: number;
  readonly observedShare: number;
}

export interface UsageSeries {
  readonly key: readonly { readonly dimension: string; readonly value: string | null }[];
  readonly total: UsagePoint;
  readonly points: readonly UsagePoint[];
}

/** Data of usage; expects no errors. */
export function usageOf({ data, errors }: Answer): {
  readonly series: readonly UsageSeries[];
  readonly coverage: never;
} {
  expect(errors).toBeUndefined();
  return data.sessionUsage;
}

import { SERVICE_NAMES } from '../ui/names.ts';
import type { Dimension } from './usage-choice.ts';

export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  SERVICE: 'Service',
  RESOURCE: 'Resource',
  REGION: 'Region',
  ACCOUNT: 'Account',
  USER: 'User',
};

/** Name of the series of all sessions. */
export const ALL_SESSIONS = 'All sessions';

/** Writes the value of a dimension that a series is of. */
export function seriesName(dimension: Dimension, value: string | null): string {
  if (value === null) return `No ${DIMENSION_NAMES[dimension].toLowerCase()}`;
  return dimension === 'SERVICE' ? (SERVICE_NAMES[value] ?? value) : value;
}

/** Number that is drawn of each point. */
export interface Measure {
  /** Name in the URL. */
  readonly id: string;
  readonly label: string;
  /** Column of the CSV file. */
  readonly column: string;
  read(point: UsagePoint): number | null;
}

/** Use in an interval, as the API gives it. */
export interface UsagePoint {
  readonly from: string;
  readonly to: string;
  readonly peakConcurrent: number;
  readonly peakConnected: number;
  readonly sessionsStarted: number;
  readonly distinctUsers?: number | null | undefined;
  readonly sessionSeconds: number;
  readonly connectedSeconds: number;
  readonly observedShare: number;
}

const hours = (seconds: number): number => seconds / 3_600;

const PEAK: Measure = {
  id: 'concurrent',
  label: 'Peak concurrent',
  column: 'peak_concurrent',
  read: ({ peakConcurrent }) => peakConcurrent,
};

export const MEASURES: readonly Measure[] = [
  PEAK,
  {
    id: 'connected',
    label: 'Peak connected',
    column: 'peak_connected',
    read: ({ peakConnected }) => peakConnected,
  },
  { id: 'started', label: 'Started', column: 'started', read: ({ sessionsStarted }) => sessionsStarted },
  { id: 'users', label: 'Users', column: 'users', read: ({ distinctUsers }) => distinctUsers ?? null },
  {
    id: 'hours',
    label: 'Session hours',
    column: 'session_hours',
    read: ({ sessionSeconds }) => hours(sessionSeconds),
  },
  {
    id: 'connected-hours',
    label: 'Connected hours',
    column: 'connected_hours',
    read: ({ connectedSeconds }) => hours(connectedSeconds),
  },
];

/** Returns the measure of a name; the peak of concurrent sessions for others. */
export function measureOf(id: string | null): Measure {
  return MEASURES.find((measure) => measure.id === id) ?? PEAK;
}

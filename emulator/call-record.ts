/** Record of one received call. `outcome` is `ok`, an error code, or the kind of the fault it met. `at`: milliseconds since the epoch. */
export interface CallRecord {
  service: 'appstream' | 'ssm' | 'workspaces' | 'sts';
  operation: string;
  accountId: string;
  region: string;
  input: Record<string, unknown>;
  at: number;
  outcome: string;
}

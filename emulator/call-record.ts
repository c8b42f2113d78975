/** One call as it reached the emulator. `outcome` is `ok`, an error code, or a fault's kind. */
export interface CallRecord {
  service: 'appstream' | 'ssm' | 'workspaces' | 'sts';
  operation: string;
  accountId: string;
  region: string;
  input: Record<string, unknown>;
  at: number;
  outcome: string;
}

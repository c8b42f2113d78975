import { readFile } from 'node:fs/promises';

/** Reads the resident memory of a process. Bytes. Linux only; null elsewhere. */
export async function residentBytes(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Reads the user processor time of a process so far, all threads. Seconds, to hundredths. Linux only; null elsewhere. */
export async function userSeconds(pid: number | undefined): Promise<number | null> {
  return (await secondsOf(`${pid}`))?.[0] ?? null;
}

/** Reads the processor time of this process and of its children that have ended. Seconds, to hundredths. Linux only; null elsewhere. */
export async function secondsOfAll(): Promise<number | null> {
  const seconds = await secondsOf('self');
  return seconds?.reduce((sum, each) => sum + each, 0) ?? null;
}

/** Reads user and system time of a process, then those of its children that have ended. */
async function secondsOf(process: string): Promise<number[] | null> {
  const stat = await readFile(`/proc/${process}/stat`, 'utf8').catch(() => '');
  // Behind the name, which may contain spaces; utime is field 14.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? null : fields.slice(11, 15).map((ticks) => Number(ticks) / 100);
}

import type { CDPSession, Page } from 'playwright-core';

/** Memory of a tab of the console after a garbage collection. */
export interface TabFigures {
  readonly heapBytes: number;
  /** Nodes of the DOM, those included that are no longer in the document and still referenced. */
  readonly nodes: number;
  readonly listeners: number;
  /** Different ids of sessions in the JavaScript heap: in Relay's store, in lists of changes, in components. */
  readonly ids: number;
}

/** Prepares the measuring of a tab. @returns a function that collects garbage, and measures */
export async function tabFigures(page: Page): Promise<() => Promise<TabFigures>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metricOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return {
      heapBytes: metricOf('JSHeapUsedSize'),
      nodes: metricOf('Nodes'),
      listeners: metricOf('JSEventListeners'),
      ids: idsIn(await heapSnapshot(session)),
    };
  };
}

async function heapSnapshot(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }) => chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return chunks.join('');
}

/** Counts the texts of a snapshot that are node ids of sessions: base64 of their type and key. */
function idsIn(snapshot: string): number {
  const { strings } = JSON.parse(snapshot) as { readonly strings: readonly string[] };
  return strings.filter((text) => /^[\w-]{40,}$/.test(text) && isSessionId(text)).length;
}

function isSessionId(text: string): boolean {
  return /^\W*(?:AppStream|Ssm|Pool|Workspace)Session\W/.test(Buffer.from(text, 'base64url').toString());
}

import type { CDPSession, Page } from 'playwright-core';

/** Memory of a tab of the console after a garbage collection. */
export interface TabFigures {
  readonly heapBytes: number;
  /** Nodes of the DOM, those included that are no longer in the document and still referenced. */
  readonly nodes: number;
  readonly listeners: number;
}

/** Measures a tab of the console. Each figure is of what is left after a garbage collection. */
export interface TabMeasure {
  figures(): Promise<TabFigures>;
  /** Counts the different ids of sessions in the JavaScript heap: in Relay's store, in lists of changes, in components. */
  sessionIds(): Promise<number>;
}

export async function measureTab(page: Page): Promise<TabMeasure> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  return {
    async figures() {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const metricOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      return {
        heapBytes: metricOf('JSHeapUsedSize'),
        nodes: metricOf('Nodes'),
        listeners: metricOf('JSEventListeners'),
      };
    },
    sessionIds: async () => idsIn(await heapSnapshot(session)),
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

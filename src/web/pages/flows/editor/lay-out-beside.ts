import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { Spots } from './auto-layout.ts';
import { callWorker } from './worker-call.ts';

/** Lays a flow out beside the page. */
export async function layOutBeside(flow: DraftFlow): Promise<Spots> {
  const worker = callWorker<{ flow: DraftFlow }, Spots>(
    () => new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' }),
  );
  try {
    return await worker.ask({ flow });
  } finally {
    worker.end();
  }
}

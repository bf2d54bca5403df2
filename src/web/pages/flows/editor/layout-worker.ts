import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { layOut } from './auto-layout.ts';

/** Lays a flow out beside the page, which stays fluid meanwhile. */
addEventListener('message', ({ data }: MessageEvent<{ id: number; flow: DraftFlow }>) => {
  postMessage({ id: data.id, answer: layOut(data.flow) });
});

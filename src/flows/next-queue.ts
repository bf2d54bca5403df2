import { exitsOf } from './exits.ts';
import type { Flow } from './flow.ts';

/** For each voice step, the queue that the flow reaches next from it: the nearest queue step by number of exits. */
export function nextQueues(flow: Flow): ReadonlyMap<string, string> {
  const before = new Map<string, string[]>();
  for (const [id, step] of Object.entries(flow.call.steps)) {
    for (const { to } of exitsOf(step)) before.set(to, [...(before.get(to) ?? []), id]);
  }
  const queues = new Map<string, string>();
  let front = Object.entries(flow.call.steps).flatMap(([id, step]) => (step.type === 'queue' ? [[id, step.queue] as const] : []));
  while (front.length > 0) {
    const fresh = front.filter(([id]) => !queues.has(id));
    for (const [id, queue] of fresh) if (!queues.has(id)) queues.set(id, queue);
    front = fresh.flatMap(([id, queue]) =>
      (before.get(id) ?? []).filter((from) => !queues.has(from)).map((from) => [from, queue] as const),
    );
  }
  return queues;
}

import type { Bridge, Call } from './call.ts';

/** A live connection between a caller and a partner; `onEnd` is told who ended it. */
export function createBridge(caller: Call, partner: string, nowMs: number, onEnd: (by: 'caller' | 'partner') => void = () => {}): Bridge {
  let live = true;
  return {
    partner,
    startedAtMs: nowMs,
    get live() {
      return live;
    },
    end: (by) => {
      if (!live) return;
      live = false;
      if (by === 'partner') caller.line.send({ kind: 'bridge-ended' });
      onEnd(by);
    },
  };
}

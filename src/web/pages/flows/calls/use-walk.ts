import { type KeyboardEvent, useEffect, useState } from 'react';
import { type Moment, shownFor } from './replay-walk.ts';

/** Where a replay stands, and what moves it: buttons, keys, or time while it plays. */
export function useWalk(moments: readonly Moment[]) {
  const [current, setCurrent] = useState(0);
  const [playing, setPlaying] = useState(false);
  const last = Math.max(0, moments.length - 1);
  const go = (at: number) => setCurrent(Math.min(last, Math.max(0, at)));
  useEffect(() => {
    const moment = moments[current];
    if (!playing || !moment) return undefined;
    if (current >= last) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => setCurrent(current + 1), shownFor(moment));
    return () => clearTimeout(timer);
  }, [playing, current, last, moments]);
  const toggle = () => {
    if (!playing && current >= last) setCurrent(0);
    setPlaying(!playing);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(current + 1),
      ArrowDown: () => go(current + 1),
      ArrowLeft: () => go(current - 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(last),
      ' ': toggle,
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };
  return { current, playing, go, toggle, onKeyDown };
}

import { type KeyboardEvent, useEffect, useState } from 'react';
import { type Moment, shownFor } from './replay-walk.ts';

/** Where a key leads; undefined: it leads nowhere. Pure. */
function whereTo(key: string, current: number, last: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(last, current + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, current - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}

/** Where a replay stands, and what moves it: buttons, keys, or time while it plays. */
export function useWalk(moments: readonly Moment[]) {
  const [current, setCurrent] = useState(0);
  const [playing, setPlaying] = useState(false);
  const last = Math.max(0, moments.length - 1);
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
  /** The keys of the toolbar, where Space presses the button that has the focus. */
  const onArrows = (event: KeyboardEvent): boolean => {
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : whereTo(event.key, current, last);
    if (next === undefined) return false;
    event.preventDefault();
    setCurrent(next);
    return true;
  };
  const onKeys = (event: KeyboardEvent): void => {
    if (onArrows(event) || event.key !== ' ') return;
    event.preventDefault();
    toggle();
  };
  return { current, last, playing, go: setCurrent, toggle, onArrows, onKeys };
}

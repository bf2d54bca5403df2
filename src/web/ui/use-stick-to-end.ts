import { type RefObject, useLayoutEffect, useRef } from 'react';

const NEAR_PX = 160;

/** Keeps a list that grows at its end scrolled to it, unless the reader has scrolled back. `count` is its length. */
export function useStickToEnd<T extends HTMLElement>(
  count: number,
): { ref: RefObject<T | null>; onLoadCapture: () => void; onScroll: () => void } {
  const ref = useRef<T>(null);
  const stuck = useRef(true);
  const follow = () => {
    if (ref.current && stuck.current) ref.current.scrollTop = ref.current.scrollHeight;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new entry is what is waited for
  useLayoutEffect(follow, [count]);
  const onScroll = () => {
    const list = ref.current;
    if (list) stuck.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
  };
  return { ref, onLoadCapture: follow, onScroll };
}

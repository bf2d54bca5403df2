import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void) {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000;

/** The time now in ms, to the second; whoever uses it is drawn again each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, wholeSecond);
}

import { useRouteContext } from '@tanstack/react-router';

/** Who is signed in; every page below the shell has somebody. */
export function useMe() {
  return useRouteContext({ from: '/shell' }).me;
}

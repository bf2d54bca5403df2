import { useRouteContext } from '@tanstack/react-router';
import type { Me } from '../../http/contract/session.ts';

/** Who is signed in; every page below the shell has somebody. */
export function useMe() {
  return useRouteContext({ from: '/shell' }).me;
}

/** May whoever is signed in do it? What they may not is not shown; the service refuses it all the same. */
export function useMay(permission: Me['permissions'][number]): boolean {
  return useMe().permissions.includes(permission);
}

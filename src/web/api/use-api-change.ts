import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiBody, ApiRouteId } from '../../http/contract/routes.ts';
import type { PathInput } from '../paths.ts';
import { callApi } from './call-api.ts';

/** A route of the API that changes something; what it makes stale is asked for again before it counts as done. */
export function useApiChange<K extends ApiRouteId>(route: K, stale: readonly ApiRouteId[]) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: PathInput & { body?: ApiBody<K> }) => callApi(route, input),
    onSettled: () => Promise.all(stale.map((each) => queryClient.invalidateQueries({ queryKey: [each] }))),
  });
}

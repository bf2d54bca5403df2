import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiRouteId } from '../../http/contract/routes.ts';
import type { PathInput } from '../paths.ts';
import { ApiProblem, callApi } from './call-api.ts';

/** The query cache: what was fetched is shown at once and refreshed behind; a refusal is never repeated, and a session that is over is told. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof ApiProblem && error.status === 401 && query.queryKey[0] !== 'me') onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
      },
    },
  });
}

/** A route of the API as a query; `everyMs` refreshes it while the page is open. */
export function apiQuery<K extends ApiRouteId>(route: K, input: PathInput = {}, everyMs?: number) {
  return queryOptions({
    queryKey: [route, input] as const,
    queryFn: ({ signal }) => callApi(route, { ...input, signal }),
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  });
}

import type { z } from 'zod';
import { API, type ApiAnswer, type ApiBody, type ApiRouteId } from '../../http/contract/routes.ts';
import { apiPath, type PathInput } from '../paths.ts';

/** What the service answered instead of what was asked for. `status` 0: it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, requestId?: string, details?: unknown) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.details = details;
  }
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string; details?: unknown } }
    | undefined;
  return new ApiProblem(
    response.status,
    body?.error?.code ?? 'internal',
    body?.error?.message ?? response.statusText,
    requestId,
    body?.error?.details,
  );
}

/** Asks the service and reads its answer by the contract's schema; throws ApiProblem for everything else. */
export async function fetchJson<T>(
  path: string,
  options: { method?: string; body?: unknown; file?: Blob; signal?: AbortSignal | undefined; schema?: z.ZodType<T> | undefined } = {},
): Promise<T> {
  const { method = 'GET', body, file, signal, schema } = options;
  const response = await fetch(path, {
    method,
    ...(signal && { signal }),
    ...(file && { body: file, headers: { 'content-type': file.type || 'application/octet-stream' } }),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, 'unreachable', 'unreachable');
  });
  if (!response.ok) throw await readProblem(response);
  if (!schema) return undefined as T;
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new ApiProblem(response.status, 'contract', `${path}: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
}

/** Calls one route of the API. */
export function callApi<K extends ApiRouteId>(
  route: K,
  input: PathInput & { body?: ApiBody<K>; signal?: AbortSignal } = {},
): Promise<ApiAnswer<K>> {
  const shape = API[route];
  return fetchJson(apiPath(route, input), {
    method: shape.method.toUpperCase(),
    body: input.body,
    signal: input.signal,
    schema: ('response' in shape ? shape.response : undefined) as z.ZodType<ApiAnswer<K>> | undefined,
  });
}

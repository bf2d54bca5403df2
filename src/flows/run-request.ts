import type { IncomingMessage } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { RequestCall, RequestOutcome } from './outcomes.ts';
import { askOutside, ForbiddenAddress, isAllowedHost } from './safe-request.ts';

export interface RequestDeps {
  readonly clock: Clock;
  /** Where paths that begin with `/` are asked: this service itself. */
  readonly ownUrl: () => string;
  /** Hosts (with port, if not the usual one) whose private addresses the operator allows. */
  readonly allowHosts: readonly string[];
}

const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * A flow's look-up over HTTP: within the step's time limit and the caller's, retried after network failures and 5xx
 * only, never to a private address unless the operator allows the host. The address is judged as it is connected to, so
 * a name that answers differently the second time gains nothing. Redirects are not followed. Never throws.
 */
export async function runRequest(deps: RequestDeps, call: RequestCall, deadlineMs: number): Promise<RequestOutcome> {
  let outcome: RequestOutcome = { kind: 'failed', reason: 'timeout' };
  for (let attempt = 0; attempt <= call.retries; attempt += 1) {
    const remainingMs = Math.min(call.timeoutMs, deadlineMs - deps.clock.nowMs());
    if (remainingMs < 20) return outcome;
    outcome = await tryOnce(deps, call, remainingMs);
    const repeatable =
      outcome.kind === 'failed' && (outcome.reason === 'network' || (outcome.reason === 'status' && (outcome.status ?? 0) >= 500));
    if (!repeatable) return outcome;
  }
  return outcome;
}

async function tryOnce(deps: RequestDeps, call: RequestCall, timeoutMs: number): Promise<RequestOutcome> {
  const own = call.url.startsWith('/');
  const url = URL.canParse(call.url, own ? deps.ownUrl() : undefined) ? new URL(call.url, own ? deps.ownUrl() : undefined) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return { kind: 'failed', reason: 'network' };
  // `//host` and `/\host` read as a path and lead elsewhere; an empty variable can make one.
  if (own && url.origin !== new URL(deps.ownUrl()).origin) return { kind: 'failed', reason: 'forbidden-address' };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  try {
    const response = await askOutside(url, {
      method: call.method,
      headers: { accept: 'application/json', 'user-agent': 'relevo', ...call.headers },
      trusted: own || isAllowedHost(url, deps.allowHosts),
      signal: controller.signal,
      ...(body !== undefined && { body }),
    });
    return await readAnswer(response);
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { kind: 'failed', reason: 'forbidden-address' };
    return { kind: 'failed', reason: controller.signal.aborted ? 'timeout' : 'network' };
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function readAnswer(response: IncomingMessage): Promise<RequestOutcome> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return { kind: 'failed', reason: 'too-large', status };
    chunks.push(chunk);
  }
  if (status < 200 || status > 299) return { kind: 'failed', reason: 'status', status };
  try {
    return { kind: 'ok', status, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { kind: 'failed', reason: 'not-json', status };
  }
}

import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import type twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type { Logger } from '../../base/log.ts';
import { TRANSPORT_FAILURES } from './failure-table.ts';

export type TwilioSdk = ReturnType<typeof twilio>;

/** What came of one request to the carrier. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** It said no and did nothing. `code` is its own, or `http-<status>` when it gave none. */
  | { readonly kind: 'refused'; readonly code: string; readonly status: number; readonly message: string }
  /** Not processed. `reached: false`: the request never left. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number; readonly reached: boolean; readonly cause: string }
  /** It may or may not have been done. */
  | { readonly kind: 'unknown'; readonly cause: string };

export type CircuitName = 'closed' | 'open' | 'half-open';

/** Asks the carrier's REST API; never throws. */
export interface RestClient {
  /** `about`: the ids of what the request is for, to stand in the log line when it fails. */
  ask<T>(operation: string, request: (sdk: TwilioSdk) => Promise<T>, about?: object): Promise<Answer<T>>;
  readonly circuit: CircuitName;
}

export interface RestClientOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** Replaces the host of every product; the paths stay. */
  readonly apiUrl?: string;
  /** For each request as a whole. */
  readonly timeoutMs: number;
  readonly log: Logger;
  /** After this many failures in a row nothing is asked for `circuitOpenMs`. */
  readonly circuitFailures?: number;
  readonly circuitOpenMs?: number;
  readonly onRequest?: (request: {
    readonly operation: string;
    readonly outcome: Answer<unknown>['kind'];
    readonly durationMs: number;
  }) => void;
  readonly onCircuit?: (circuit: CircuitName) => void;
}

/** What a busy carrier is given when it names no time of its own. */
const RETRY_AFTER_MS = 2000;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** Failures that happen before a byte of the request is written. */
function neverLeft(code: string): boolean {
  return Object.hasOwn(TRANSPORT_FAILURES, code) && TRANSPORT_FAILURES[code]?.taken === 'busy';
}

/** An answer of the carrier that is neither done nor refused; travels through the SDK as an error. */
class Unanswered extends Error {
  readonly answer: Exclude<Answer<never>, { kind: 'ok' }>;
  constructor(answer: Exclude<Answer<never>, { kind: 'ok' }>) {
    super(answer.kind);
    this.answer = answer;
  }
}

const CIRCUITS: Readonly<Record<CircuitState, CircuitName>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/**
 * The carrier's SDK behind a time limit and a circuit breaker. The SDK is loaded with the first request, so that the
 * service starts without it.
 */
export function createRestClient(options: RestClientOptions): RestClient {
  const openMs = options.circuitOpenMs ?? 10_000;
  const breaker = circuitBreaker(handleWhenResult(isTrouble), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(options.circuitFailures ?? 5),
  });
  breaker.onStateChange((state) => {
    options.log.warn({ circuit: CIRCUITS[state] }, 'the circuit to the carrier changed');
    options.onCircuit?.(CIRCUITS[state]);
  });
  let sdk: Promise<TwilioSdk> | undefined;
  const load = () => {
    sdk ??= loadSdk(options);
    return sdk;
  };
  return {
    ask: async <T>(operation: string, request: (sdk: TwilioSdk) => Promise<T>, about?: object) => {
      const startedAt = performance.now();
      const answer = await breaker
        .execute(() => load().then(request).then(asOk, asAnswer))
        .catch((thrown: unknown): Answer<T> => asBroken(thrown, openMs));
      note(options, { operation, about }, answer, performance.now() - startedAt);
      return answer as Answer<T>;
    },
    get circuit() {
      return CIRCUITS[breaker.state];
    },
  };
}

interface Asked {
  readonly operation: string;
  readonly about: object | undefined;
}

function note(options: RestClientOptions, { operation, about }: Asked, answer: Answer<unknown>, durationMs: number): void {
  options.onRequest?.({ operation, outcome: answer.kind, durationMs });
  if (answer.kind === 'ok') return;
  const { kind: outcome, ...rest } = answer;
  const { message, ...safe } = rest as { message?: string };
  options.log.warn({ operation, outcome, ...safe, ...about, pii: { message } }, 'the carrier did not do what was asked');
}

async function loadSdk(options: RestClientOptions): Promise<TwilioSdk> {
  const { default: twilio } = await import('twilio');
  class CarrierHttp extends twilio.RequestClient {
    override async request<TData>(opts: RequestClient.RequestOptions<TData>) {
      const response = await withinTime(super.request<TData>({ ...opts, uri: rebase(opts.uri, options.apiUrl) }), options.timeoutMs);
      const { statusCode } = response;
      if (statusCode === 429) throw new Unanswered(busy(retryAfterMs(response.headers)));
      if (statusCode >= 500 || statusCode === 408) throw new Unanswered({ kind: 'unknown', cause: `http-${statusCode}` });
      return response;
    }
  }
  const httpClient = new CarrierHttp({ timeout: options.timeoutMs, keepAlive: true });
  const sdk = twilio(options.accountSid, options.authToken, { httpClient, env: {}, lazyLoading: true });
  // Its parts are loaded when they are first named, which holds up everybody: now, at the start, not at the first message of a burst.
  void sdk.messages;
  return sdk;
}

/** The address with the host of `apiUrl`, whatever product it belongs to. */
export function rebase(address: string, apiUrl: string | undefined): string {
  return apiUrl === undefined ? address : address.replace(/^https?:\/\/[^/?#]+/, apiUrl.replace(/\/+$/, ''));
}

async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unanswered({ kind: 'unknown', cause: 'timeout' })), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function busy(retryAfterMs: number): Exclude<Answer<never>, { kind: 'ok' }> {
  return { kind: 'busy', retryAfterMs, reached: true, cause: 'http-429' };
}

/** `Retry-After` in seconds; a date or nothing counts as two seconds. */
function retryAfterMs(headers: unknown): number {
  const value = (headers as Record<string, unknown> | undefined)?.['retry-after'];
  const seconds = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
  return seconds === undefined ? RETRY_AFTER_MS : Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS);
}

function isTrouble(result: unknown): boolean {
  const answer = result as Answer<unknown>;
  return answer.kind === 'unknown' || (answer.kind === 'busy' && !answer.reached);
}

function asOk<T>(value: T): Answer<T> {
  return { kind: 'ok', value };
}

function asAnswer(thrown: unknown): Answer<never> {
  if (thrown instanceof Unanswered) return thrown.answer;
  const error = thrown as { status?: unknown; code?: unknown; syscall?: unknown; message?: unknown; cause?: { syscall?: unknown } };
  if (typeof error.status === 'number' && error.status < 500) return asRefusal(error.status, error.code, error.message);
  const code = typeof error.code === 'string' ? error.code : 'no-code';
  const connecting = code === 'ETIMEDOUT' && (error.syscall ?? error.cause?.syscall) === 'connect';
  if (connecting || neverLeft(code)) return { kind: 'busy', retryAfterMs: RETRY_AFTER_MS, reached: false, cause: code };
  if (thrown instanceof SyntaxError) return { kind: 'unknown', cause: 'not-json' };
  return { kind: 'unknown', cause: code === 'ECONNABORTED' ? 'timeout' : code };
}

function asRefusal(status: number, code: unknown, message: unknown): Answer<never> {
  return {
    kind: 'refused',
    code: typeof code === 'number' || typeof code === 'string' ? String(code) : `http-${status}`,
    status,
    message: typeof message === 'string' ? message : `HTTP ${status}`,
  };
}

function asBroken(thrown: unknown, openMs: number): Answer<never> {
  if (thrown instanceof BrokenCircuitError) return { kind: 'busy', retryAfterMs: openMs, reached: false, cause: 'circuit-open' };
  return { kind: 'unknown', cause: thrown instanceof Error ? thrown.name : 'thrown' };
}

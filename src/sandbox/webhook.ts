import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { makeUuid } from './sids.ts';
import { signWebhook } from './signature.ts';
import type { Webhook, WebhookAnswer } from './webhook-answer.ts';
import type { World } from './world.ts';

interface Overrides {
  readonly readMs: number;
  readonly totalMs: number;
  readonly retries: number;
  readonly policy: ReadonlySet<string>;
  /** What is signed behind the address; documented is nothing. */
  readonly signedToo: string;
}

type Attempt = WebhookAnswer | { readonly kind: 'broken'; readonly why: 'ct' | 'rt'; readonly code: number; readonly text: string };

const REDIRECTS = 10;
const MAX_BYTES = 1024 * 1024;

/**
 * Sends a signed webhook as the carrier does: one idempotency token for all tries, one retry and only when the connection
 * fails, redirects followed, 15 seconds in all. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export async function sendWebhook(world: World, agent: Agent, webhook: Webhook): Promise<WebhookAnswer> {
  const [address = '', fragment = ''] = webhook.url.split('#');
  if (!URL.canParse(address)) return { kind: 'failed', code: 11100, text: `${address} is no address` };
  const signedToo = fragment && world.choices.signsFragment ? `#${fragment}` : '';
  const overrides = { ...readOverrides(fragment, world.delays.webhookTimeoutMs), signedToo };
  const token = webhook.token ?? makeUuid(world.random);
  const deadline = performance.now() + overrides.totalMs;
  let hop: Webhook = { ...webhook, url: address };
  for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
    const answer = await tryHop(world, agent, hop, token, overrides, deadline);
    const next = answer.kind === 'answered' && answer.status >= 300 && answer.status < 400 ? answer.contentType : undefined;
    if (next === undefined || !next.startsWith('location:')) return answer;
    hop = { url: new URL(next.slice('location:'.length), hop.url).href, method: 'GET', parameters: {} };
  }
  return { kind: 'failed', code: 11215, text: `more than ${REDIRECTS} redirects` };
}

async function tryHop(
  world: World,
  agent: Agent,
  hop: Webhook,
  token: string,
  overrides: Overrides,
  deadline: number,
): Promise<WebhookAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const remaining = deadline - performance.now();
    const result = await send(world, agent, hop, { token, limitMs: Math.min(remaining, overrides.readMs), signedToo: overrides.signedToo });
    const last = attempt >= overrides.retries || deadline - performance.now() <= 0;
    if (result.kind === 'broken') {
      if (last || !wants(overrides, result.why)) return { kind: 'failed', code: result.code, text: result.text };
    } else if (result.kind !== 'answered' || last || !wants(overrides, `${Math.floor(result.status / 100)}xx`)) return result;
  }
}

function wants(overrides: Overrides, policy: string): boolean {
  return overrides.policy.has(policy) || (overrides.policy.has('all') && policy !== '2xx' && policy !== '3xx');
}

interface Sending {
  readonly token: string;
  readonly limitMs: number;
  readonly signedToo: string;
}

function send(world: World, agent: Agent, hop: Webhook, { token, limitMs, signedToo }: Sending): Promise<Attempt> {
  const get = hop.method === 'GET';
  const form = new URLSearchParams(hop.parameters as Record<string, string>).toString();
  const url = get && form ? `${hop.url}${hop.url.includes('?') ? '&' : '?'}${form}` : hop.url;
  const headers: Record<string, string> = {
    'X-Twilio-Signature': signWebhook(world.account.authToken, url + signedToo, get ? {} : hop.parameters),
    'I-Twilio-Idempotency-Token': token,
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
  };
  if (!get) {
    headers['Content-Type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
    headers['Content-Length'] = String(Buffer.byteLength(form));
  }
  return new Promise((resolve) => {
    const secure = url.startsWith('https:');
    const options = { method: get ? 'GET' : 'POST', headers, ...(!secure && { agent }) };
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => collect(response, url, finish));
    const timer = setTimeout(() => {
      finish({ kind: 'broken', why: 'rt', code: 11200, text: `no answer from ${withoutQuery(url)} within ${Math.round(limitMs)} ms` });
      request.destroy();
    }, limitMs);
    function finish(attempt: Attempt): void {
      clearTimeout(timer);
      resolve(attempt);
    }
    request.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'ENOTFOUND' ? 11210 : 11205;
      finish({ kind: 'broken', why: 'ct', code, text: `${withoutQuery(url)}: ${error.code ?? error.message}` });
    });
    request.end(get ? undefined : form);
  });
}

function collect(response: IncomingMessage, url: string, finish: (attempt: Attempt) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const status = response.statusCode ?? 0;
  const redirected = status >= 300 && status < 400 && response.headers.location ? `location:${response.headers.location}` : undefined;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  });
  response.on('end', () =>
    finish({
      kind: 'answered',
      status,
      contentType: redirected ?? response.headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
      url,
    }),
  );
  response.on('error', (error) => finish({ kind: 'broken', why: 'rt', code: 11200, text: `${withoutQuery(url)}: ${error.message}` }));
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}

function readOverrides(fragment: string, hardLimitMs: number): Omit<Overrides, 'signedToo'> {
  const values = new URLSearchParams(fragment);
  const number = (name: string, fallback: number, least: number, most: number) => {
    const value = Number(values.get(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : fallback;
  };
  return {
    readMs: Math.min(number('rt', 15_000, 100, 15_000), hardLimitMs),
    totalMs: Math.min(number('tt', 15_000, 100, 15_000), hardLimitMs),
    retries: number('rc', 1, 0, 5),
    policy: new Set((values.get('rp') ?? 'ct').split(',').map((policy) => policy.trim())),
  };
}

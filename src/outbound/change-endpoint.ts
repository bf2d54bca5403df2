import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { randomTail } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { RandomBytes } from '../base/random.ts';
import type { EndpointStore, WebhookEndpoint } from './endpoint.ts';
import { endpointSecret } from './sign-delivery.ts';

export interface EndpointDeps {
  readonly endpoints: EndpointStore;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly random: RandomBytes;
}

const MOST_ENDPOINTS = 20;
/** How long the secret before signs as well, ms. */
const OLD_SECRET_MS = 24 * 3_600_000;

/** Adds an endpoint; its secret is answered, and can be had again only by changing it. Throws `too-many-endpoints`. */
export async function addEndpoint(
  deps: EndpointDeps,
  wanted: { readonly name: string; readonly url: string; readonly types: readonly string[]; readonly createdBy: string },
): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
  if ((await deps.endpoints.list()).length >= MOST_ENDPOINTS) throw new AppError('too-many-endpoints');
  const endpoint: WebhookEndpoint = {
    id: `e_${randomTail(deps.random, 12)}`,
    ...wanted,
    createdAtMs: deps.clock.nowMs(),
    secretVersion: 1,
  };
  await deps.endpoints.put(endpoint);
  return { endpoint, secret: endpointSecret(deps.keyring, endpoint.id, 1) };
}

export interface EndpointChange {
  readonly name?: string;
  readonly url?: string;
  readonly types?: readonly string[];
  readonly enabled?: boolean;
}

/** Changes an endpoint. Throws `endpoint-not-found`. */
export async function changeEndpoint(deps: EndpointDeps, id: string, change: EndpointChange): Promise<WebhookEndpoint> {
  const { disabled, ...found } = await existing(deps, id);
  const { enabled, ...fields } = change;
  const off = enabled === undefined ? disabled : enabled ? undefined : ('by-hand' as const);
  const changed: WebhookEndpoint = { ...found, ...withoutAbsent(fields), ...(off && { disabled: off }) };
  await deps.endpoints.put(changed);
  return changed;
}

/** Another secret from now on; the one before signs as well for a day. Throws `endpoint-not-found`. */
export async function changeSecret(
  deps: EndpointDeps,
  id: string,
): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
  const found = await existing(deps, id);
  const secretVersion = found.secretVersion + 1;
  const endpoint: WebhookEndpoint = { ...found, secretVersion, oldSecretUntilMs: deps.clock.nowMs() + OLD_SECRET_MS };
  await deps.endpoints.put(endpoint);
  return { endpoint, secret: endpointSecret(deps.keyring, id, secretVersion) };
}

async function existing(deps: EndpointDeps, id: string): Promise<WebhookEndpoint> {
  const found = await deps.endpoints.byId(id);
  if (!found) throw new AppError('endpoint-not-found');
  return found;
}

function withoutAbsent<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

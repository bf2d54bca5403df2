import { createHmac } from 'node:crypto';
import type { Keyring } from '../base/keyring.ts';
import type { WebhookEndpoint } from './endpoint.ts';

/** What an endpoint checks signatures with: `whsec_` and base64. Source: https://github.com/standard-webhooks/standard-webhooks, "Signature scheme". */
export function endpointSecret(keyring: Pick<Keyring, 'hash'>, id: string, version: number): string {
  const part = (n: number) => keyring.hash(`webhook-secret:${id}:${version}:${n}`);
  return `whsec_${Buffer.from(part(1) + part(2)).toString('base64')}`;
}

/**
 * The headers of a delivery: its id, the time in seconds, and an HMAC-SHA256 over `id.time.body` for the secret that holds,
 * and for the one before while it is being replaced.
 */
export function signedHeaders(
  keyring: Pick<Keyring, 'hash'>,
  endpoint: Pick<WebhookEndpoint, 'id' | 'secretVersion' | 'oldSecretUntilMs'>,
  delivery: { readonly id: string; readonly body: string },
  nowMs: number,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(nowMs / 1000));
  const { id, secretVersion, oldSecretUntilMs } = endpoint;
  const old = oldSecretUntilMs !== undefined && oldSecretUntilMs > nowMs ? [secretVersion - 1] : [];
  const signatures = [secretVersion, ...old].map((version) => {
    const key = Buffer.from(endpointSecret(keyring, id, version).slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${delivery.id}.${seconds}.${delivery.body}`).digest('base64')}`;
  });
  return { 'webhook-id': delivery.id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

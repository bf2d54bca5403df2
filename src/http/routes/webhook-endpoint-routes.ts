import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { isAllowedHost } from '../../flows/safe-request.ts';
import { addEndpoint, changeEndpoint, changeSecret, type EndpointDeps } from '../../outbound/change-endpoint.ts';
import { replayDelivery } from '../../outbound/deliver.ts';
import type { Delivery, DeliveryQueue } from '../../outbound/delivery.ts';
import type { WebhookEndpoint } from '../../outbound/endpoint.ts';
import { identityOf } from '../access-guard.ts';
import { API } from '../contract/routes.ts';
import type { WebhookDelivery, WebhookEndpointView } from '../contract/webhooks.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { defined } from './defined.ts';

export interface WebhookEndpointRoutesDeps extends EndpointDeps {
  readonly deliveries: DeliveryQueue;
  /** Hosts with private addresses, or without TLS, that the operator allows. */
  readonly requestAllowHosts: readonly string[];
}

function endpointView({ id, name, url, types, createdAtMs, createdBy, disabled }: WebhookEndpoint): WebhookEndpointView {
  return { id, name, url, types: [...types], createdAtMs, createdBy, ...(disabled && { disabled }) };
}

function deliveryView({ id, endpointId, type, handoffId, createdAtMs, state, nextAtMs, attempts, body }: Delivery): WebhookDelivery {
  const tried = attempts.map((attempt) => ({ ...attempt }));
  return { id, endpointId, type, handoffId, createdAtMs, state, attempts: tried, body, ...(nextAtMs !== undefined && { nextAtMs }) };
}

/** Plain http is for hosts that the operator named; what an address leads to is judged again at each connection. */
function requireAddress(deps: WebhookEndpointRoutesDeps, address: string | undefined): void {
  if (address === undefined) return;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') throw new AppError('endpoint-address');
  if (url.protocol !== 'https:' && !isAllowedHost(url, deps.requestAllowHosts)) throw new AppError('endpoint-address');
}

/** Who is told what happens to invites, and what was sent to them. */
export function createWebhookEndpointRoutes(deps: WebhookEndpointRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.webhookEndpoints, async ({ query }) => pageFrom((await deps.endpoints.list()).map(endpointView), query));
  mountRoute(router, API.addWebhookEndpoint, async ({ body, res }) => {
    requireAddress(deps, body.url);
    const { endpoint, secret } = await addEndpoint(deps, { ...body, createdBy: identityOf(res).user.username });
    return { endpoint: endpointView(endpoint), secret };
  });
  mountRoute(router, API.changeWebhookEndpoint, async ({ params, body }) => {
    requireAddress(deps, body.url);
    return endpointView(await changeEndpoint(deps, params.id, defined(body)));
  });
  mountRoute(router, API.changeWebhookSecret, async ({ params }) => {
    const { endpoint, secret } = await changeSecret(deps, params.id);
    return { endpoint: endpointView(endpoint), secret };
  });
  mountRoute(router, API.removeWebhookEndpoint, async ({ params }) => {
    if (!(await deps.endpoints.remove(params.id))) throw new AppError('endpoint-not-found');
    return undefined;
  });
  mountRoute(router, API.webhookDeliveries, async ({ query }) => {
    const skip = query.cursor === undefined ? 0 : Number(query.cursor);
    if (!Number.isInteger(skip) || skip < 0) return pageFrom([], query);
    const found = await deps.deliveries.list(skip, query.limit + 1);
    const items = found.slice(0, query.limit).map(deliveryView);
    return found.length > query.limit ? { items, next: String(skip + query.limit) } : { items };
  });
  mountRoute(router, API.replayWebhookDelivery, async ({ params }) => {
    const again = await replayDelivery(deps, params.id);
    if (!again) throw new AppError('delivery-not-found');
    return deliveryView(again);
  });
  return router;
}

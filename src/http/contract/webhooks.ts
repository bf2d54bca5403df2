import { z } from 'zod';
import { STATUS_TYPES } from '../../entries/status-types.ts';

const Address = z.url({ protocol: /^https?$/, error: 'must be an https:// address' }).max(500);
const Types = z.array(z.enum(STATUS_TYPES)).max(STATUS_TYPES.length).describe('Which events are told; none means all.');
const Name = z.string().trim().min(1).max(60);

/** Somebody else's address that is told what happens to invites of the API. */
export const WebhookEndpointView = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    types: z.array(z.string()),
    createdAtMs: z.number(),
    createdBy: z.string(),
    disabled: z.enum(['by-hand', 'gone']).optional().describe('`gone`: it answered 410.'),
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpointView = z.infer<typeof WebhookEndpointView>;

export const NewWebhookEndpoint = z.strictObject({ name: Name, url: Address, types: Types.default([]) }).meta({
  id: 'NewWebhookEndpoint',
  example: { name: 'CRM', url: 'https://crm.example.com/relevo', types: ['handoff.delivered', 'handoff.linked'] },
});

export const WebhookEndpointChange = z
  .strictObject({ name: Name.optional(), url: Address.optional(), types: Types.optional(), enabled: z.boolean().optional() })
  .meta({ id: 'WebhookEndpointChange' });

export const WebhookSecret = z
  .object({
    endpoint: WebhookEndpointView,
    secret: z.string().describe('What signatures are checked with, `whsec_…`: shown this once. Another can be had at any time.'),
  })
  .meta({ id: 'WebhookSecret' });

export const EndpointIdParam = z.object({ id: z.string().regex(/^e_[0-9A-Z]{1,40}$/, 'must be the id of an endpoint (e_…)') });
export const DeliveryIdParam = z.object({ id: z.string().regex(/^w_[0-9A-Z]{1,40}$/, 'must be the id of a delivery (w_…)') });

/** One message to one endpoint, with every try. */
export const WebhookDelivery = z
  .object({
    id: z.string(),
    endpointId: z.string(),
    type: z.string(),
    handoffId: z.string(),
    createdAtMs: z.number(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    nextAtMs: z.number().optional(),
    attempts: z.array(z.object({ atMs: z.number(), status: z.number().optional(), problem: z.string().optional() })),
    body: z.string().describe('As it is sent and signed.'),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

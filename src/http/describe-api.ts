import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { findRight } from '../access/rights.ts';
import { ERROR_CATALOGUE } from '../base/error-catalogue.ts';
import { ApiError } from './contract/api-error.ts';
import { API, type ApiRoute } from './contract/routes.ts';
import { Readiness } from './contract/settings.ts';

const JSON_TYPE = 'application/json';
const Order = z.object({
  order: z.object({ number: z.string(), state: z.enum(['preparing', 'shipped', 'delivered', 'delayed']), eta: z.iso.date() }),
});

function answer(description: string, schema?: z.ZodType) {
  return schema ? { description, content: { [JSON_TYPE]: { schema } } } : { description };
}

function refusals(route: ApiRoute, isOpen: boolean) {
  const takesInput = route.params !== undefined || route.query !== undefined || route.body !== undefined;
  return {
    ...(takesInput && { '400': answer(ERROR_CATALOGUE['body-invalid'].message, ApiError) }),
    '401': answer(isOpen ? ERROR_CATALOGUE['credentials-wrong'].message : ERROR_CATALOGUE['not-signed-in'].message, ApiError),
    '403': answer(ERROR_CATALOGUE['not-allowed'].message, ApiError),
    '503': answer(ERROR_CATALOGUE['store-unavailable'].message, ApiError),
  };
}

function operation(id: string, route: ApiRoute): ZodOpenApiOperationObject {
  const who = findRight(route.method.toUpperCase(), route.path)?.who ?? 'administrator';
  const isOpen = who === 'anyone';
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    description: isOpen ? 'Open to anyone.' : `For the role ${who} and above.`,
    security: isOpen ? [] : [{ session: [] }, { apiKey: [] }],
    ...((route.params || route.query) && {
      requestParams: { ...(route.params && { path: route.params }), ...(route.query && { query: route.query }) },
    }),
    ...(route.body && { requestBody: { required: true, content: { [JSON_TYPE]: { schema: route.body } } } }),
    responses: {
      [String(route.response ? (route.status ?? 200) : 204)]: answer('Done.', route.response),
      ...refusals(route, isOpen),
    },
  };
}

function openGet(id: string, tag: string, summary: string, responses: ZodOpenApiOperationObject['responses']) {
  return { get: { operationId: id, tags: [tag], summary, description: 'Open to anyone.', security: [], responses } };
}

/** Addresses outside the table of JSON routes. */
function otherPaths(): ZodOpenApiPathsObject {
  return {
    '/healthz': openGet('health', 'Operations', 'Is the process alive? Tells administrators which store it uses.', {
      '200': answer(
        'Alive.',
        z.object({
          status: z.literal('ok'),
          store: z
            .object({ kind: z.string(), durable: z.boolean(), description: z.string() })
            .optional()
            .describe('For administrators only.'),
        }),
      ),
    }),
    '/readyz': openGet('readiness', 'Operations', 'Can it take calls? Names what is missing; tells administrators why.', {
      '200': answer('It can.', Readiness),
      '503': answer('It can’t.', Readiness),
    }),
    '/metrics': openGet('metrics', 'Operations', 'Figures for Prometheus.', {
      '200': { description: 'Text of Prometheus.', content: { 'text/plain': { schema: z.string() } } },
    }),
    '/api/openapi.json': openGet('openApi', 'Operations', 'This description.', {
      '200': answer('OpenAPI 3.1.', z.record(z.string(), z.unknown())),
    }),
    '/demo/orders/{number}': {
      get: {
        ...openGet('sampleOrder', 'Sample', 'An order of the sample order book that the sample flow asks.', {
          '200': answer('The order.', Order),
          '404': answer(ERROR_CATALOGUE['order-not-found'].message, ApiError),
        }).get,
        requestParams: { path: z.object({ number: z.string().regex(/^\d{6}$/) }) },
      },
    },
  };
}

/** The OpenAPI document of everything that may be called, made from the contract and the table of rights. */
export function describeApi(version: string): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, route] of Object.entries(API) as [string, ApiRoute][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(id, route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Relevo',
      version,
      description:
        'Sign in with a session cookie (pages) or with `Authorization: Bearer` and an API key (machines). Every refusal is `{"error":{"code","message","details?"}}`.',
    },
    paths: { ...paths, ...otherPaths() } as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'relevo_session' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}

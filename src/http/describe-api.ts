import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { SCOPE_PERMISSIONS, SCOPES } from '../access/api-key.ts';
import { type Audience, findRight, mayEnter } from '../access/rights.ts';
import { ROLES } from '../access/user.ts';
import { ERROR_CATALOGUE, type ErrorCode } from '../base/error-catalogue.ts';
import { ApiError } from './contract/api-error.ts';
import { EntryCodeParam, QrQuery } from './contract/entry-links.ts';
import type { ApiRoute } from './contract/routes/route.ts';
import { API } from './contract/routes.ts';
import { Readiness } from './contract/settings.ts';
import { CsvQuery, TableParam } from './contract/tables.ts';

const JSON_TYPE = 'application/json';
const Outage = z.object({
  outage: z.object({ postcode: z.string(), state: z.enum(['working', 'planned', 'restored']), eta: z.iso.datetime() }),
});

const Policy = z.object({
  policy: z.object({ number: z.string(), kind: z.enum(['car', 'home', 'health']), state: z.enum(['active', 'lapsed']) }),
  claim: z.object({ state: z.enum(['none', 'received', 'assessing', 'paid']), day: z.iso.date() }),
});
const IdPath = z.object({ id: z.string() });
const SampleText = z.string().max(100);
const Moment = z.int().describe('Milliseconds since 1970.');
const NOT_IN_SAMPLE = answer(ERROR_CATALOGUE['sample-not-found'].message, ApiError);

const Order = z.object({
  order: z.object({ number: z.string(), state: z.enum(['preparing', 'shipped', 'delivered', 'delayed']), eta: z.iso.date() }),
});

function answer(description: string, schema?: z.ZodType) {
  return schema ? { description, content: { [JSON_TYPE]: { schema } } } : { description };
}

/** The refusals of the route's own, those of one status together. */
function ownRefusals({ refusals = [] }: ApiRoute) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of refusals) byStatus.set(ERROR_CATALOGUE[code].status, [...(byStatus.get(ERROR_CATALOGUE[code].status) ?? []), code]);
  const described = (codes: readonly ErrorCode[]) => codes.map((code) => `\`${code}\`: ${ERROR_CATALOGUE[code].message}`).join('\n\n');
  return Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), answer(described(codes), ApiError)]));
}

function refusals(route: ApiRoute, isOpen: boolean) {
  const takesInput = route.params !== undefined || route.query !== undefined || route.body !== undefined;
  return {
    ...(takesInput && { '400': answer(ERROR_CATALOGUE['body-invalid'].message, ApiError) }),
    '401': answer(isOpen ? ERROR_CATALOGUE['credentials-wrong'].message : ERROR_CATALOGUE['not-signed-in'].message, ApiError),
    '403': answer(ERROR_CATALOGUE['not-allowed'].message, ApiError),
    '503': answer(ERROR_CATALOGUE['store-unavailable'].message, ApiError),
    ...withInvalidBody(route, takesInput),
  };
}

/** Several refusals may share the status of a body that is not what it should be. */
function withInvalidBody(route: ApiRoute, takesInput: boolean) {
  const own = ownRefusals(route);
  const invalid = own['400'];
  if (!takesInput || !invalid) return own;
  const description = `\`body-invalid\`: ${ERROR_CATALOGUE['body-invalid'].message}\n\n${invalid.description}`;
  return { ...own, '400': { ...invalid, description } };
}

/** Who has the permission, in words. */
function whoMay(who: Audience): string {
  const roles = ROLES.filter((role) => mayEnter(who, [role]));
  const scopes = SCOPES.filter((scope) => SCOPE_PERMISSIONS[scope].some((permission) => permission === who));
  const keys = scopes.length === 0 ? '' : `; API keys with the scope ${scopes.join(' or ')}`;
  return `Needs the permission \`${who}\`. Roles: ${roles.join(', ')}${keys}.`;
}

function operation(id: string, route: ApiRoute): ZodOpenApiOperationObject {
  const right = findRight(route.method.toUpperCase(), route.path);
  const who = right?.who ?? 'users:manage';
  const isOpen = who === 'anyone';
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    description: isOpen ? 'Open to anyone.' : whoMay(who),
    security: isOpen ? [] : [{ session: [] }, { apiKey: [] }],
    ...((route.params || route.query || route.headers) && {
      requestParams: {
        ...(route.params && { path: route.params }),
        ...(route.query && { query: route.query }),
        ...(route.headers && { header: route.headers }),
      },
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

function openPost(id: string, summary: string, fields: readonly string[], responses: ZodOpenApiOperationObject['responses']) {
  const schema = z.object(Object.fromEntries(fields.map((field) => [field, SampleText.optional()])));
  const requestBody = { required: fields.length > 0, content: { [JSON_TYPE]: { schema } } };
  return { post: { ...openGet(id, 'Sample', summary, responses).get, ...(fields.length > 0 && { requestBody }) } };
}

function qrPath(id: string, type: string) {
  return {
    get: {
      operationId: id,
      tags: ['Entries'],
      summary: 'The QR code of a link, as a picture.',
      description: whoMay('settings:read'),
      security: [{ session: [] }, { apiKey: [] }],
      requestParams: { path: EntryCodeParam, query: QrQuery },
      responses: {
        '200': { description: 'The picture.', content: { [type]: { schema: z.string() } } },
        '404': answer(ERROR_CATALOGUE['entry-link-not-found'].message, ApiError),
      },
    },
  };
}

function csvPath() {
  return {
    get: {
      operationId: 'tableRowsCsv',
      tags: ['Tables'],
      summary: 'The rows of a table as CSV; what is sent back to be its rows changes nothing.',
      description: whoMay('tables:read'),
      security: [{ session: [] }, { apiKey: [] }],
      requestParams: { path: TableParam, query: CsvQuery },
      responses: {
        '200': { description: 'The rows.', content: { 'text/csv': { schema: z.string() } } },
        '404': answer(ERROR_CATALOGUE['table-not-found'].message, ApiError),
      },
    },
  };
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
    '/api/tables/{name}/rows.csv': csvPath(),
    '/api/entry-links/{code}/qr.svg': qrPath('entryQrSvg', 'image/svg+xml'),
    '/api/entry-links/{code}/qr.png': qrPath('entryQrPng', 'image/png'),
    '/demo/incidents/current': openGet('sampleIncident', 'Sample', 'The large power cut of the sample.', {
      '200': answer('The incident.', z.object({ incident: z.object({ area: z.string(), eta: z.iso.datetime() }) })),
    }),
    '/demo/outages/{postcode}': {
      get: {
        ...openGet('sampleOutage', 'Sample', 'The power cut of a postcode of the sample.', {
          '200': answer('The power cut.', Outage),
          '404': answer(ERROR_CATALOGUE['outage-not-found'].message, ApiError),
        }).get,
        requestParams: { path: z.object({ postcode: z.string().regex(/^\d{5}$/) }) },
      },
    },
    '/demo/policies/{number}': {
      get: {
        ...openGet('samplePolicy', 'Sample', 'A policy of the sample, and how far its claim is.', {
          '200': answer('The policy.', Policy),
          '404': answer(ERROR_CATALOGUE['policy-not-found'].message, ApiError),
        }).get,
        requestParams: { path: z.object({ number: z.string().regex(/^\d{10}$/) }) },
      },
    },
    '/demo/clinic/patients': openPost('samplePatient', 'Who a patient of the sample clinic is.', ['phone', 'birthDate'], {
      '200': answer('The patient.', z.object({ patient: z.object({ id: z.string(), firstName: z.string() }) })),
      '404': NOT_IN_SAMPLE,
    }),
    '/demo/clinic/slots': openPost('sampleSlots', 'Three free times of the sample clinic.', ['kind', 'replaces'], {
      '200': answer('The times.', z.object({ count: z.int(), slots: z.array(z.object({ id: z.string(), at: Moment })) })),
    }),
    '/demo/clinic/patients/{id}/appointment': {
      get: {
        ...openGet('sampleAppointment', 'Sample', 'The next appointment of a patient of the sample.', {
          '200': answer('The appointment.', z.object({ appointment: z.object({ id: z.string(), at: Moment }) })),
          '404': NOT_IN_SAMPLE,
        }).get,
        requestParams: { path: IdPath },
      },
    },
    '/demo/clinic/appointments': openPost('sampleBooking', 'Answers as if the time were booked.', ['patient', 'slot', 'replaces'], {
      '200': answer('The appointment.', z.object({ appointment: z.object({ at: Moment }) })),
      '404': NOT_IN_SAMPLE,
    }),
    '/demo/clinic/appointments/{id}/cancel': {
      post: {
        ...openPost('sampleCancelling', 'Answers as if the appointment were cancelled.', [], {
          '200': answer('Done.', z.object({ appointment: z.object({ id: z.string() }) })),
          '404': NOT_IN_SAMPLE,
        }).post,
        requestParams: { path: IdPath },
      },
    },
    '/demo/helpdesk/employees/{number}': {
      get: {
        ...openGet('sampleEmployee', 'Sample', 'An employee of the sample helpdesk.', {
          '200': answer('The employee.', z.object({ employee: z.object({ firstName: z.string(), vip: z.boolean() }) })),
          '404': NOT_IN_SAMPLE,
        }).get,
        requestParams: { path: z.object({ number: z.string() }) },
      },
    },
    '/demo/helpdesk/incidents/{number}': {
      get: {
        ...openGet('sampleHelpdeskIncident', 'Sample', 'An incident of the sample helpdesk.', {
          '200': answer(
            'The incident.',
            z.object({ incident: z.object({ state: z.enum(['open', 'waiting', 'solved']), until: z.iso.date() }) }),
          ),
          '404': NOT_IN_SAMPLE,
        }).get,
        requestParams: { path: z.object({ number: z.string() }) },
      },
    },
    '/demo/helpdesk/outage': openGet('sampleHelpdeskOutage', 'Sample', 'The system that is down in the sample.', {
      '200': answer('The system.', z.object({ outage: z.object({ system: z.string(), until: z.iso.datetime() }) })),
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

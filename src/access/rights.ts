import type { Scope } from './api-key.ts';
import type { Identity } from './authenticate.ts';
import { ROLES, type Role } from './user.ts';

/** Who may come in: anyone, the carrier (its signature is checked at the route), or users from a role upwards. */
export type Audience = 'anyone' | 'carrier' | Role;

export interface Right {
  readonly kind: 'page' | 'route' | 'socket' | 'file';
  /** `GET`, `POST`, … or `*`. */
  readonly method: string;
  /** `:name` stands for one segment, a closing `/*` for anything below. */
  readonly path: string;
  readonly who: Audience;
  /** An API key that was made for one purpose opens it by this scope. */
  readonly scope?: Scope;
}

function right(kind: Right['kind'], method: string, path: string, who: Audience, scope?: Scope): Right {
  return { kind, method, path, who, ...(scope && { scope }) };
}

/** The one table of who may open what. What is not in it is refused. The first row that fits decides. */
export const RIGHTS: readonly Right[] = [
  right('route', 'POST', '/webhooks/*', 'carrier'),
  right('route', 'GET', '/healthz', 'anyone'),
  right('route', 'GET', '/readyz', 'anyone'),
  right('route', 'GET', '/metrics', 'anyone'),
  right('route', 'GET', '/demo/orders/:number', 'anyone'),
  right('route', 'GET', '/demo/incidents/current', 'anyone'),
  right('route', 'GET', '/demo/outages/:postcode', 'anyone'),
  right('route', 'GET', '/demo/policies/:number', 'anyone'),
  right('route', 'POST', '/demo/clinic/patients', 'anyone'),
  right('route', 'POST', '/demo/clinic/slots', 'anyone'),
  right('route', 'GET', '/demo/clinic/patients/:id/appointment', 'anyone'),
  right('route', 'POST', '/demo/clinic/appointments', 'anyone'),
  right('route', 'POST', '/demo/clinic/appointments/:id/cancel', 'anyone'),
  right('route', 'GET', '/demo/helpdesk/employees/:number', 'anyone'),
  right('route', 'GET', '/demo/helpdesk/incidents/:number', 'anyone'),
  right('route', 'GET', '/demo/helpdesk/outage', 'anyone'),

  right('page', 'GET', '/login', 'anyone'),
  right('page', 'GET', '/', 'agent'),
  right('page', 'GET', '/desk', 'agent'),
  right('page', 'GET', '/desk/*', 'agent'),
  right('page', 'GET', '/flows', 'supervisor'),
  right('page', 'GET', '/flows/*', 'supervisor'),
  right('page', 'GET', '/reports', 'supervisor'),
  right('page', 'GET', '/reports/*', 'supervisor'),
  right('page', 'GET', '/settings', 'supervisor'),
  right('page', 'GET', '/settings/*', 'supervisor'),
  right('page', 'GET', '/sandbox', 'agent'),
  right('file', 'GET', '/assets/*', 'anyone'),
  right('file', 'GET', '/audio/*', 'anyone'),
  right('file', 'GET', '/favicon.ico', 'anyone'),
  right('file', 'GET', '/favicon.svg', 'anyone'),

  right('route', 'GET', '/media/:signature/:name', 'carrier'),
  right('socket', 'GET', '/ws/desk', 'agent'),
  right('socket', 'GET', '/ws/flows', 'supervisor'),

  right('route', 'POST', '/api/session', 'anyone'),
  right('route', 'DELETE', '/api/session', 'agent'),
  right('route', 'GET', '/api/me', 'agent'),
  right('route', 'GET', '/api/openapi.json', 'anyone'),
  right('route', 'GET', '/api/docs', 'anyone'),
  right('route', 'GET', '/api/overview', 'agent'),
  right('route', 'GET', '/api/media/:id', 'agent'),
  right('route', 'GET', '/api/flows', 'supervisor'),
  right('route', 'GET', '/api/flows/library', 'supervisor'),
  right('route', 'GET', '/api/flows/:id', 'supervisor'),
  right('route', 'POST', '/api/flows', 'administrator'),
  right('route', 'GET', '/api/flows/:id/draft', 'supervisor'),
  right('route', 'PUT', '/api/flows/:id/draft', 'administrator'),
  right('route', 'DELETE', '/api/flows/:id/draft', 'administrator'),
  right('route', 'GET', '/api/flows/:id/files', 'supervisor'),
  right('route', 'GET', '/api/flows/:id/readiness', 'supervisor'),
  right('route', 'GET', '/api/reports/funnel', 'supervisor'),
  right('route', 'GET', '/api/journeys/:id', 'supervisor'),
  right('route', 'GET', '/api/chats', 'supervisor'),
  right('route', 'GET', '/api/settings', 'supervisor'),
  right('route', 'PUT', '/api/numbers/:number', 'administrator'),
  right('route', 'DELETE', '/api/numbers/:number', 'administrator'),
  right('route', 'GET', '/api/canned-replies', 'supervisor'),
  right('route', 'PUT', '/api/canned-replies/:shortcut', 'supervisor'),
  right('route', 'DELETE', '/api/canned-replies/:shortcut', 'supervisor'),
  right('route', 'GET', '/api/opening-hours', 'supervisor'),
  right('route', 'PUT', '/api/opening-hours', 'administrator'),
  right('route', 'GET', '/api/offer-rules', 'supervisor'),
  right('route', 'PUT', '/api/offer-rules/:id', 'administrator'),
  right('route', 'POST', '/api/offer-stops', 'administrator'),
  right('route', 'DELETE', '/api/offer-stops/:id', 'administrator'),
  right('route', 'PUT', '/api/contact-marks', 'supervisor'),
  right('route', 'GET', '/api/dead-letters', 'supervisor'),
  right('route', 'POST', '/api/dead-letters/replay', 'supervisor'),
  right('route', 'POST', '/api/dead-letters/discard', 'supervisor'),
  right('route', 'POST', '/api/dead-letters/replay-all', 'supervisor'),
  right('route', 'POST', '/api/dead-letters/discard-all', 'supervisor'),
  right('route', 'GET', '/api/carrier', 'supervisor'),
  right('route', 'POST', '/api/carrier/ask', 'supervisor'),
  right('route', 'POST', '/api/senders/:sender/lift', 'administrator'),
  right('route', 'POST', '/api/handoffs/eligibility', 'administrator', 'handoffs:write'),
  right('route', 'POST', '/api/handoffs', 'administrator', 'handoffs:write'),
  right('route', 'GET', '/api/handoffs/:id', 'supervisor', 'handoffs:read'),
  right('route', 'GET', '/api/chats/:id/person', 'agent'),
  right('route', 'POST', '/api/chats/:id/person', 'agent'),
  right('route', 'POST', '/api/chats/:id/person/split', 'administrator'),
  right('route', 'GET', '/api/chats/:id/reset', 'agent'),
  right('route', 'POST', '/api/chats/:id/reset', 'agent'),
  right('route', 'POST', '/api/person-resets/look', 'supervisor'),
  right('route', 'POST', '/api/person-resets', 'supervisor'),
  right('route', 'GET', '/api/callbacks', 'agent'),
  right('route', 'POST', '/api/callbacks/:id/cancel', 'agent'),
  right('route', 'GET', '/api/entry-links', 'supervisor'),
  right('route', 'POST', '/api/entry-links', 'supervisor'),
  right('route', 'POST', '/api/entry-links/:code/retire', 'supervisor'),
  right('route', 'GET', '/api/entry-links/:code/qr.svg', 'supervisor'),
  right('route', 'GET', '/api/entry-links/:code/qr.png', 'supervisor'),
  right('route', 'GET', '/api/webhook-endpoints', 'supervisor'),
  right('route', 'POST', '/api/webhook-endpoints', 'administrator'),
  right('route', 'PATCH', '/api/webhook-endpoints/:id', 'administrator'),
  right('route', 'DELETE', '/api/webhook-endpoints/:id', 'administrator'),
  right('route', 'POST', '/api/webhook-endpoints/:id/secret', 'administrator'),
  right('route', 'GET', '/api/webhook-deliveries', 'supervisor'),
  right('route', 'POST', '/api/webhook-deliveries/:id/replay', 'supervisor'),
  right('route', 'GET', '/api/users', 'administrator'),
  right('route', 'POST', '/api/users', 'administrator'),
  right('route', 'PATCH', '/api/users/:id', 'administrator'),
  right('route', 'PUT', '/api/users/:id/password', 'administrator'),
  right('route', 'GET', '/api/api-keys', 'administrator'),
  right('route', 'POST', '/api/api-keys', 'administrator'),
  right('route', 'DELETE', '/api/api-keys/:id', 'administrator'),

  right('route', '*', '/sandbox/api/*', 'agent'),
];

/** The pages of the menu, in its order. */
export const MENU = ['/', '/desk', '/flows', '/reports', '/settings', '/sandbox'] as const;

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '*')
    return given.length >= wanted.length && fits(wanted.slice(0, -1).join('/'), given.slice(0, wanted.length - 1).join('/'));
  return wanted.length === given.length && wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]));
}

/** The row that decides about a request; undefined: nobody may. `path` has no query; HEAD counts as GET. */
export function findRight(method: string, path: string): Right | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  return RIGHTS.find((row) => (row.method === '*' || row.method === wanted) && fits(row.path, path));
}

/** Does the role reach the one that is needed? */
export function roleReaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** May this role (undefined: nobody signed in) come in? The carrier is let through to its route, which checks the signature. */
export function mayEnter(who: Audience, role: Role | undefined): boolean {
  if (who === 'anyone' || who === 'carrier') return true;
  return role !== undefined && roleReaches(role, who);
}

/** May this one come in? Whoever has scopes is measured by them alone; all others by their role. */
export function mayPass(right: Right, identity: Pick<Identity, 'user' | 'scopes'> | undefined): boolean {
  if (identity?.scopes === undefined || right.who === 'anyone' || right.who === 'carrier') return mayEnter(right.who, identity?.user.role);
  return right.scope !== undefined && identity.scopes.includes(right.scope);
}

/** The pages a role may open, in the order of the menu; the sandbox only where there is one. */
export function pagesFor(role: Role, sandbox: boolean): readonly string[] {
  return MENU.filter((page) => (sandbox || page !== '/sandbox') && mayEnter(findRight('GET', page)?.who ?? 'administrator', role));
}

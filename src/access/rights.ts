import { SCOPE_PERMISSIONS } from './api-key.ts';
import type { Identity } from './authenticate.ts';
import type { Debt } from './debts.ts';
import { type Permission, rolesMay } from './permissions.ts';
import type { Role } from './user.ts';

/** Who may come in: anyone, the carrier (its signature is checked at the route), or who has the permission. */
export type Audience = 'anyone' | 'carrier' | Permission;

export interface Right {
  readonly kind: 'page' | 'route' | 'socket' | 'file';
  /** `GET`, `POST`, … or `*`. */
  readonly method: string;
  /** `:name` stands for one segment, a closing `/*` for anything below. */
  readonly path: string;
  readonly who: Audience;
}

function right(kind: Right['kind'], method: string, path: string, who: Audience): Right {
  return { kind, method, path, who };
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
  right('route', 'GET', '/login/openid', 'anyone'),
  right('route', 'GET', '/login/openid/callback', 'anyone'),
  right('page', 'GET', '/', 'overview:read'),
  right('page', 'GET', '/desk', 'desk:use'),
  right('page', 'GET', '/desk/*', 'desk:use'),
  right('page', 'GET', '/flows', 'flows:read'),
  right('page', 'GET', '/flows/:id/calls', 'calls:replay'),
  right('page', 'GET', '/flows/:id/calls/*', 'calls:replay'),
  right('page', 'GET', '/flows/*', 'flows:read'),
  right('page', 'GET', '/tables', 'tables:read'),
  right('page', 'GET', '/tables/*', 'tables:read'),
  right('page', 'GET', '/reports', 'reports:read'),
  right('page', 'GET', '/reports/*', 'reports:read'),
  right('page', 'GET', '/settings', 'settings:read'),
  right('page', 'GET', '/settings/*', 'settings:read'),
  right('page', 'GET', '/users', 'users:read'),
  right('page', 'GET', '/audit', 'audit:read'),
  right('page', 'GET', '/account', 'account:own'),
  right('page', 'GET', '/first', 'account:own'),
  right('page', 'GET', '/sandbox', 'sandbox:use'),
  right('file', 'GET', '/assets/*', 'anyone'),
  right('file', 'GET', '/audio/*', 'anyone'),
  right('file', 'GET', '/favicon.ico', 'anyone'),
  right('file', 'GET', '/favicon.svg', 'anyone'),

  right('route', 'GET', '/media/:signature/:name', 'carrier'),
  right('socket', 'GET', '/ws/desk', 'desk:use'),
  right('socket', 'GET', '/ws/flows', 'flows:read'),

  right('route', 'GET', '/api/sign-in', 'anyone'),
  right('route', 'POST', '/api/session', 'anyone'),
  right('route', 'DELETE', '/api/session', 'account:own'),
  right('route', 'GET', '/api/me', 'account:own'),
  right('route', 'GET', '/api/me/sessions', 'account:own'),
  right('route', 'DELETE', '/api/me/sessions/:sessionId', 'account:own'),
  right('route', 'PUT', '/api/me/password', 'account:own'),
  right('route', 'GET', '/api/me/second-factor', 'account:own'),
  right('route', 'PUT', '/api/me/second-factor', 'account:own'),
  right('route', 'POST', '/api/me/second-factor/remove', 'account:own'),
  right('route', 'GET', '/api/openapi.json', 'anyone'),
  right('route', 'GET', '/api/docs', 'anyone'),
  right('route', 'GET', '/api/overview', 'overview:read'),
  right('route', 'GET', '/api/media/:id', 'desk:use'),
  right('route', 'GET', '/api/flows', 'flows:read'),
  right('route', 'GET', '/api/flows/library', 'flows:read'),
  right('route', 'GET', '/api/flows/:id', 'flows:read'),
  right('route', 'POST', '/api/flows', 'flows:edit'),
  right('route', 'GET', '/api/flows/:id/draft', 'flows:read'),
  right('route', 'PUT', '/api/flows/:id/draft', 'flows:edit'),
  right('route', 'DELETE', '/api/flows/:id/draft', 'flows:edit'),
  right('route', 'GET', '/api/flows/:id/files', 'flows:read'),
  right('route', 'POST', '/api/flows/:id/check', 'flows:read'),
  right('route', 'GET', '/api/flows/:id/diff', 'flows:read'),
  right('route', 'GET', '/api/flows/:id/releases', 'flows:read'),
  right('route', 'POST', '/api/flows/:id/releases', 'flows:publish'),
  right('route', 'GET', '/api/flows/:id/releases/:number', 'flows:read'),
  right('route', 'POST', '/api/flows/:id/releases/:number/restore', 'flows:edit'),
  right('route', 'PUT', '/api/flows/:id/schedule', 'flows:publish'),
  right('route', 'DELETE', '/api/flows/:id/schedule', 'flows:publish'),
  right('route', 'GET', '/api/flows/:id/aliases', 'flows:read'),
  right('route', 'PUT', '/api/flows/:id/aliases/:alias', 'flows:publish'),
  right('route', 'DELETE', '/api/flows/:id/aliases/:alias', 'flows:publish'),
  right('route', 'POST', '/api/flows/:id/aliases/:alias/back', 'flows:publish'),
  right('route', 'POST', '/api/flows/:id/releases/alone', 'flows:publish-alone'),
  right('route', 'PUT', '/api/flows/:id/aliases/:alias/alone', 'flows:publish-alone'),
  right('route', 'GET', '/api/flows/:id/approvals', 'flows:read'),
  right('route', 'POST', '/api/flows/:id/approvals', 'flows:publish'),
  right('route', 'DELETE', '/api/flows/:id/approvals/:approval', 'flows:publish'),
  right('route', 'POST', '/api/flows/:id/approvals/:approval/approve', 'flows:publish'),
  right('route', 'POST', '/api/flows/:id/approvals/:approval/reject', 'flows:publish'),
  right('route', 'GET', '/api/approvals', 'flows:read'),
  right('route', 'GET', '/api/studio-settings', 'flows:read'),
  right('route', 'PUT', '/api/studio-settings', 'settings:change'),
  right('route', 'GET', '/api/flows/:id/readiness', 'flows:read'),
  right('route', 'GET', '/api/flows/:id/traffic', 'flows:read'),
  right('route', 'GET', '/api/tables', 'tables:read'),
  right('route', 'GET', '/api/tables/:name', 'tables:read'),
  right('route', 'PUT', '/api/tables/:name', 'tables:edit'),
  right('route', 'DELETE', '/api/tables/:name', 'tables:edit'),
  right('route', 'GET', '/api/tables/:name/rows.csv', 'tables:read'),
  right('route', 'POST', '/api/tables/:name/rows/preview', 'tables:read'),
  right('route', 'POST', '/api/tables/:name/rows', 'tables:edit'),
  right('route', 'GET', '/api/tables/:name/history', 'tables:read'),
  right('route', 'GET', '/api/tables/:name/history/:revision', 'tables:read'),
  right('route', 'POST', '/api/tables/:name/restore', 'tables:edit'),
  right('route', 'GET', '/api/flows/:id/calls', 'calls:replay'),
  right('route', 'GET', '/api/flows/:id/calls/:callId', 'calls:replay'),
  right('route', 'POST', '/api/flows/:id/calls/:callId/caller', 'persons:see'),
  right('route', 'GET', '/api/reports/funnel', 'reports:read'),
  right('route', 'GET', '/api/journeys/:id', 'journeys:read'),
  right('route', 'GET', '/api/chats', 'journeys:read'),
  right('route', 'GET', '/api/settings', 'settings:read'),
  right('route', 'PUT', '/api/numbers/:number', 'settings:change'),
  right('route', 'DELETE', '/api/numbers/:number', 'settings:change'),
  right('route', 'GET', '/api/canned-replies', 'settings:read'),
  right('route', 'PUT', '/api/canned-replies/:shortcut', 'desk:configure'),
  right('route', 'DELETE', '/api/canned-replies/:shortcut', 'desk:configure'),
  right('route', 'GET', '/api/opening-hours', 'settings:read'),
  right('route', 'PUT', '/api/opening-hours', 'settings:change'),
  right('route', 'GET', '/api/offer-rules', 'settings:read'),
  right('route', 'PUT', '/api/offer-rules/:id', 'settings:change'),
  right('route', 'POST', '/api/offer-stops', 'settings:change'),
  right('route', 'DELETE', '/api/offer-stops/:id', 'settings:change'),
  right('route', 'PUT', '/api/contact-marks', 'desk:supervise'),
  right('route', 'GET', '/api/dead-letters', 'operations:run'),
  right('route', 'POST', '/api/dead-letters/replay', 'operations:run'),
  right('route', 'POST', '/api/dead-letters/discard', 'operations:run'),
  right('route', 'POST', '/api/dead-letters/replay-all', 'operations:run'),
  right('route', 'POST', '/api/dead-letters/discard-all', 'operations:run'),
  right('route', 'GET', '/api/carrier', 'settings:read'),
  right('route', 'POST', '/api/carrier/ask', 'operations:run'),
  right('route', 'POST', '/api/senders/:sender/lift', 'settings:change'),
  right('route', 'POST', '/api/handoffs/eligibility', 'invites:send'),
  right('route', 'POST', '/api/handoffs', 'invites:send'),
  right('route', 'GET', '/api/handoffs/:id', 'invites:read'),
  right('route', 'GET', '/api/chats/:id/person', 'desk:use'),
  right('route', 'POST', '/api/chats/:id/person', 'desk:use'),
  right('route', 'POST', '/api/chats/:id/person/split', 'persons:split'),
  right('route', 'GET', '/api/chats/:id/reset', 'desk:use'),
  right('route', 'POST', '/api/chats/:id/reset', 'desk:use'),
  right('route', 'POST', '/api/person-resets/look', 'desk:supervise'),
  right('route', 'POST', '/api/person-resets', 'desk:supervise'),
  right('route', 'POST', '/api/chats/:id/call-back', 'desk:use'),
  right('route', 'GET', '/api/callbacks', 'desk:use'),
  right('route', 'POST', '/api/callbacks/:id/cancel', 'desk:use'),
  right('route', 'GET', '/api/entry-links', 'settings:read'),
  right('route', 'POST', '/api/entry-links', 'entries:change'),
  right('route', 'POST', '/api/entry-links/:code/retire', 'entries:change'),
  right('route', 'GET', '/api/entry-links/:code/qr.svg', 'settings:read'),
  right('route', 'GET', '/api/entry-links/:code/qr.png', 'settings:read'),
  right('route', 'GET', '/api/webhook-endpoints', 'settings:read'),
  right('route', 'POST', '/api/webhook-endpoints', 'settings:change'),
  right('route', 'PATCH', '/api/webhook-endpoints/:id', 'settings:change'),
  right('route', 'DELETE', '/api/webhook-endpoints/:id', 'settings:change'),
  right('route', 'POST', '/api/webhook-endpoints/:id/secret', 'settings:change'),
  right('route', 'GET', '/api/webhook-deliveries', 'settings:read'),
  right('route', 'POST', '/api/webhook-deliveries/:id/replay', 'operations:run'),
  right('route', 'GET', '/api/audit', 'audit:read'),
  right('route', 'GET', '/api/audit/export', 'audit:read'),
  right('route', 'GET', '/api/users', 'users:read'),
  right('route', 'POST', '/api/users', 'users:manage'),
  right('route', 'PATCH', '/api/users/:id', 'users:manage'),
  right('route', 'PUT', '/api/users/:id/password', 'users:manage'),
  right('route', 'DELETE', '/api/users/:id/second-factor', 'users:manage'),
  right('route', 'GET', '/api/second-factor-duty', 'users:read'),
  right('route', 'PUT', '/api/second-factor-duty', 'users:manage'),
  right('route', 'GET', '/api/users/:id/sessions', 'users:read'),
  right('route', 'DELETE', '/api/users/:id/sessions', 'users:manage'),
  right('route', 'DELETE', '/api/users/:id/sessions/:sessionId', 'users:manage'),
  right('route', 'GET', '/api/api-keys', 'users:read'),
  right('route', 'POST', '/api/api-keys', 'users:manage'),
  right('route', 'DELETE', '/api/api-keys/:id', 'users:manage'),

  right('route', '*', '/sandbox/api/*', 'sandbox:use'),
];

/** What a page may ask over a socket, frame by frame; whoever may not gets `not-allowed`. */
export const FRAME_RIGHTS: Readonly<Record<string, Readonly<Record<string, Permission>>>> = {
  '/ws/desk': {
    heartbeat: 'desk:use',
    'set-status': 'desk:use',
    open: 'desk:use',
    leave: 'desk:use',
    typing: 'desk:use',
    seen: 'desk:use',
    claim: 'desk:use',
    decline: 'desk:use',
    reply: 'desk:use',
    note: 'desk:use',
    'send-template': 'desk:use',
    transfer: 'desk:use',
    'hand-back': 'desk:use',
    close: 'desk:use',
    mark: 'desk:use',
    retype: 'desk:use',
  },
  '/ws/flows': {
    join: 'flows:read',
    select: 'flows:read',
    leave: 'flows:read',
    heartbeat: 'flows:read',
  },
};

/** May this one send a frame of this type over the socket? What is not in the table nobody may. */
export function maySend(socket: string, frame: string, identity: Asker): boolean {
  const needed = FRAME_RIGHTS[socket]?.[frame];
  return needed !== undefined && hasPermission(identity, needed);
}

/** What is answered to somebody who must do something first: doing it, seeing who one is, and leaving. */
export const OPEN_TO_DEBTORS: Readonly<Record<Debt, readonly string[]>> = {
  password: ['GET /first', 'GET /api/me', 'DELETE /api/session', 'PUT /api/me/password'],
  'second-factor': ['GET /first', 'GET /api/me', 'DELETE /api/session', 'GET /api/me/second-factor', 'PUT /api/me/second-factor'],
};

/** The pages of the menu, in its order. */
export const MENU = ['/', '/desk', '/flows', '/tables', '/reports', '/settings', '/users', '/audit', '/sandbox'] as const;

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

/** May one who has these roles (undefined: nobody signed in) come in? The carrier is let through to its route, which checks the signature. */
export function mayEnter(who: Audience, roles: readonly Role[] | undefined): boolean {
  if (who === 'anyone' || who === 'carrier') return true;
  return roles !== undefined && rolesMay(roles, who);
}

type Asker = Pick<Identity, 'user' | 'scopes' | 'owes'>;

/** Has this one the permission? Whoever owes something has none, whoever has scopes is measured by them alone, all others by their roles. */
export function hasPermission({ user, scopes, owes }: Asker, permission: Permission): boolean {
  if (owes) return false;
  return scopes ? scopes.some((scope) => SCOPE_PERMISSIONS[scope].includes(permission)) : rolesMay(user.roles, permission);
}

/** May this one come in? */
export function mayPass(right: Right, identity: Asker | undefined): boolean {
  if (right.who === 'anyone' || right.who === 'carrier') return true;
  if (identity?.owes) return OPEN_TO_DEBTORS[identity.owes].includes(`${right.method} ${right.path}`);
  return identity !== undefined && hasPermission(identity, right.who);
}

/** The pages one with these roles may open, in the order of the menu; the sandbox only where there is one. */
export function pagesFor(roles: readonly Role[], sandbox: boolean): readonly string[] {
  return MENU.filter((page) => (sandbox || page !== '/sandbox') && mayEnter(findRight('GET', page)?.who ?? 'users:manage', roles));
}

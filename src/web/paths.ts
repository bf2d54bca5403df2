import { DRAFT_SOCKET_PATH } from '../http/contract/draft-socket.ts';
import { API, type ApiRouteId } from '../http/contract/routes.ts';

/** The pages' own addresses, as the router knows them. */
export const pagePaths = {
  login: '/login',
  first: '/first',
  overview: '/',
  desk: '/desk',
  flows: '/flows',
  flow: '/flows/$flowId',
  releases: '/flows/$flowId/releases',
  releaseDrawing: '/flows/$flowId/releases/drawing',
  tables: '/tables',
  table: '/tables/$tableName',
  calls: '/flows/$flowId/calls',
  call: '/flows/$flowId/calls/$callId',
  reports: '/reports',
  settings: '/settings',
  entries: '/settings/entries',
  users: '/users',
  audit: '/audit',
  account: '/account',
  sandbox: '/sandbox',
} as const;

/** The region of the settings that lists work put aside; an alarm leads there. */
export const DEAD_LETTERS_ID = 'work-put-aside';
/** The region of the settings with the rules of the offer; an alarm leads there. */
export const OFFER_RULES_ID = 'offer-rules';

export interface PathInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

/** The address of a route of the API, its parameters filled in and encoded. */
export function apiPath(route: ApiRouteId, { params = {}, query = {} }: PathInput = {}): string {
  const path = API[route].path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The address of the desk's socket, on the host that served the page. */
export function deskSocketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/desk`;
}

/** The address of the studio's socket, on the host that served the page. */
export function draftSocketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${DRAFT_SOCKET_PATH}`;
}

const id = encodeURIComponent;

/** The addresses of the carrier emulator's control API. */
export const sandboxPaths = {
  state: () => '/sandbox/api/state',
  events: () => '/sandbox/api/events',
  calls: () => '/sandbox/api/calls',
  keys: (sid: string) => `/sandbox/api/calls/${id(sid)}/keys`,
  speech: (sid: string) => `/sandbox/api/calls/${id(sid)}/speech`,
  hangUp: (sid: string) => `/sandbox/api/calls/${id(sid)}/hangup`,
  calledPhone: (sid: string, does: 'answer' | 'decline') => `/sandbox/api/calls/${id(sid)}/${does}`,
  agentPhone: (action?: 'take' | 'answer' | 'decline' | 'hangup') => `/sandbox/api/agent-phone${action ? `/${action}` : ''}`,
  handset: (handset: string) => `/sandbox/api/handsets/${id(handset)}`,
  handsetAction: (handset: string, action: 'messages' | 'files' | 'press' | 'read' | 'open-link') =>
    `/sandbox/api/handsets/${id(handset)}/${action}`,
  behaviour: () => '/sandbox/api/behaviour',
  outage: () => '/sandbox/api/outage',
  failures: () => '/sandbox/api/failures',
  lookups: () => '/sandbox/api/lookups',
  webhooks: () => '/sandbox/api/webhooks',
  repeatWebhook: (webhook: number) => `/sandbox/api/webhooks/${webhook}/repeat`,
  heldWebhooks: (action?: 'release' | 'drop') => `/sandbox/api/webhooks/held${action ? `/${action}` : ''}`,
  scripts: () => '/sandbox/api/scripts',
  script: (last?: number) => (last === undefined ? '/sandbox/api/script' : `/sandbox/api/script?last=${last}`),
  reset: () => '/sandbox/api/reset',
} as const;

import type { Role } from './user.ts';

/** Everything that one can be allowed to do, each with what it opens, in an administrator's words. */
export const PERMISSIONS = {
  'account:own': 'See who one is, one’s own sessions, and change one’s own password.',
  'overview:read': 'See what is going on now: counts, waits, alarms.',
  'desk:use': 'Work at the desk: see, take, answer and close the chats and promised calls of one’s own teams.',
  'desk:supervise': 'See every chat and promised call, take chats over, reset a person’s session, mark people as VIP or vulnerable.',
  'desk:configure': 'Write the ready-made replies of the desk.',
  'persons:split': 'Take apart what was joined to a person by mistake.',
  'journeys:read': 'Look at single journeys and closed chats, with numbers masked; each look is noted.',
  'calls:replay':
    'Walk real calls on the drawing of their flow, with numbers masked and what was typed or said hidden; each look is noted.',
  'persons:see': 'Have the number of a caller shown, and what they typed and said; each look asks for a reason and is noted.',
  'reports:read': 'Read figures: the funnel and other reports, nothing about single people.',
  'flows:read': 'See flows, their problems, drafts and releases.',
  'flows:edit': 'Change drafts of flows.',
  'flows:publish': 'Publish a flow, move its aliases, go back.',
  'tables:read': 'See the tables that flows look up, and how they were changed.',
  'tables:edit': 'Change the tables that flows look up: callers hear it at once.',
  'flows:publish-alone': 'Publish without the second person where one is needed, with a reason; it is an alarm.',
  'settings:read': 'See what is set up: numbers, hours, rules, templates, senders, entries, webhook endpoints.',
  'settings:change': 'Change what is set up: numbers, hours, rules, stops, senders, webhook endpoints.',
  'entries:change': 'Make and retire links and QR codes.',
  'operations:run': 'See and settle work that was put aside, send webhooks again, ask the carrier how things stand.',
  'invites:read': 'See how far an invite of another IVR has come.',
  'invites:send': 'Ask whether a caller of another IVR may be invited, and invite them.',
  'users:read': 'See who may sign in, what they may, and which keys machines have.',
  'users:manage': 'Add, change and disable users, end their sessions, make and revoke keys of machines.',
  'audit:read': 'Read and export the audit trail.',
  'sandbox:use': 'Play with the phone and the handset of the sandbox.',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[];

const EVERYBODY: readonly Permission[] = ['account:own', 'overview:read'];

/** What each role may. A user with several roles may what any of them may. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: ALL_PERMISSIONS,
  'flow-editor': [
    ...EVERYBODY,
    'flows:read',
    'flows:edit',
    'calls:replay',
    'tables:read',
    'tables:edit',
    'settings:read',
    'reports:read',
    'sandbox:use',
  ],
  publisher: [...EVERYBODY, 'flows:read', 'flows:publish', 'calls:replay', 'tables:read', 'settings:read', 'reports:read', 'sandbox:use'],
  supervisor: [
    ...EVERYBODY,
    'desk:use',
    'desk:supervise',
    'desk:configure',
    'journeys:read',
    'calls:replay',
    'persons:see',
    'reports:read',
    'flows:read',
    'tables:read',
    'tables:edit',
    'settings:read',
    'entries:change',
    'operations:run',
    'invites:read',
    'sandbox:use',
  ],
  agent: [...EVERYBODY, 'desk:use', 'sandbox:use'],
  analyst: [...EVERYBODY, 'reports:read', 'flows:read'],
  auditor: [
    ...EVERYBODY,
    'audit:read',
    'users:read',
    'settings:read',
    'flows:read',
    'tables:read',
    'reports:read',
    'journeys:read',
    'calls:replay',
  ],
};

/** May one with these roles do it? */
export function rolesMay(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => ROLE_PERMISSIONS[role].includes(permission));
}

/** Everything that these roles may, in the order of the table. */
export function permissionsOf(roles: readonly Role[]): readonly Permission[] {
  return ALL_PERMISSIONS.filter((permission) => rolesMay(roles, permission));
}

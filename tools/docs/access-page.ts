import { SCOPE_PERMISSIONS, SCOPES } from '../../src/access/api-key.ts';
import { ALL_PERMISSIONS, PERMISSIONS, ROLE_PERMISSIONS } from '../../src/access/permissions.ts';
import { FRAME_RIGHTS, RIGHTS } from '../../src/access/rights.ts';
import { ROLES } from '../../src/access/user.ts';
import { table } from './json-schema.ts';

const code = (text: string) => `\`${text}\``;

function permissionsTable(): string {
  const rows = ALL_PERMISSIONS.map((permission) => [
    code(permission),
    PERMISSIONS[permission],
    ...ROLES.map((role) => (ROLE_PERMISSIONS[role].includes(permission) ? 'yes' : '')),
  ]);
  return table(['Permission', 'Opens', ...ROLES], rows);
}

function scopesTable(): string {
  return table(
    ['Scope', 'Permissions'],
    SCOPES.map((scope) => [code(scope), SCOPE_PERMISSIONS[scope].map(code).join(', ')]),
  );
}

function rightsTable(): string {
  return table(
    ['Kind', 'Address', 'Needs'],
    RIGHTS.map(({ kind, method, path, who }) => [kind, code(`${method} ${path}`), who === 'anyone' || who === 'carrier' ? who : code(who)]),
  );
}

function framesTable(): string {
  const rows = Object.entries(FRAME_RIGHTS).flatMap(([socket, frames]) =>
    Object.entries(frames).map(([frame, permission]) => [code(socket), code(frame), code(permission)]),
  );
  return table(['Socket', 'Frame', 'Needs'], rows);
}

/** docs/access.md: who may what. */
export function accessPage(): string {
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/access; change that, not this -->

# Who may do what

A user has one role or several and may what any of them may. A role is a set of permissions; every page, route and frame of a
socket needs exactly one permission. What is not in these tables nobody may. [Decision 20](decisions/0020-roles-and-permissions.md)
says why. How one signs in, with a password or at an identity provider, stands in [sign-in.md](sign-in.md).

## Roles and permissions

${permissionsTable()}

Numbers of people are shown masked (\`+34 ••• ••• 222\`) everywhere.

## API keys

A key has either one role, and may what that role may, or scopes, and may those and nothing else:

${scopesTable()}

## Every page and route

\`anyone\`: open to all. \`carrier\`: the carrier's signature is checked at the route. The first row that fits decides.

${rightsTable()}

## Every frame of the sockets

${framesTable()}

Beyond the permission: an agent sees the chats that wait for their teams and those that are theirs, and only \`desk:supervise\` sees all
and takes over (\`claim\` with \`takeOver\`).
`;
}

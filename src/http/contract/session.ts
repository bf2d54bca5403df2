import { z } from 'zod';
import { ALL_PERMISSIONS, type Permission } from '../../access/permissions.ts';
import { ROLES } from '../../access/user.ts';

export const RoleName = z.enum(ROLES).meta({ id: 'Role' });

const PermissionName = z.enum(ALL_PERMISSIONS as readonly [Permission, ...Permission[]]).meta({ id: 'Permission' });

/** What a person types to sign in. */
export const SignIn = z
  .object({
    username: z.string().trim().min(1).max(64),
    password: z.string().min(1).max(256),
    code: z.string().max(20).optional().describe('Of the authenticator app, or a recovery code, from who has a second factor.'),
  })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in, and what the pages may show. */
export const Me = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      name: z.string(),
      roles: z.array(RoleName),
      teams: z.array(z.string()),
      languages: z.array(z.string()),
      capacity: z.number(),
    }),
    via: z.enum(['session', 'api-key']),
    began: z.enum(['password', 'openid']).optional().describe('Of a session: signed in with a password here, or at the identity provider.'),
    owes: z
      .enum(['password', 'second-factor'])
      .optional()
      .describe('What must be done before anything else is answered: change a password that somebody else set, or set up a second factor.'),
    environment: z.enum(['sandbox', 'live']),
    pages: z.array(z.string()).describe('The addresses of the pages one may open, in the order of the menu.'),
    permissions: z.array(PermissionName).describe('What one may do; docs/access.md says what each opens.'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** How one may sign in here, beside name and password. */
export const SignInWays = z
  .object({
    openId: z
      .object({ name: z.string().describe('On the button.'), address: z.string().describe('Where a browser is sent to sign in there.') })
      .optional()
      .describe('The identity provider, if there is one.'),
  })
  .meta({ id: 'SignInWays' });

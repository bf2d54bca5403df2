import { z } from 'zod';
import { ROLES } from '../../access/user.ts';

export const RoleName = z.enum(ROLES).meta({ id: 'Role' });

/** What a person types to sign in. */
export const SignIn = z.object({ username: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) }).meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in, and what the pages may show. */
export const Me = z
  .object({
    user: z.object({
      id: z.string(),
      username: z.string(),
      name: z.string(),
      role: RoleName,
      teams: z.array(z.string()),
      languages: z.array(z.string()),
      capacity: z.number(),
    }),
    via: z.enum(['session', 'api-key']),
    environment: z.enum(['sandbox', 'live']),
    pages: z.array(z.string()).describe('The addresses of the pages this role may open, in the order of the menu.'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

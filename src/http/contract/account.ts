import { z } from 'zod';
import { SHORTEST_PASSWORD } from '../../access/password-policy.ts';
import { ROLE_PERMISSIONS } from '../../access/permissions.ts';

/** Who may what, as the page of users shows it. */
export const ROLE_TABLE = ROLE_PERMISSIONS;

/** A sign-in that is still good. */
export const SessionView = z
  .object({
    id: z.string(),
    createdAtMs: z.number().describe('When they signed in.'),
    seenAtMs: z.number().describe('When it was used last, to the minute.'),
    address: z.string().optional().describe('The network address of the sign-in.'),
    device: z.string().optional().describe('What the browser said it is.'),
    began: z.enum(['password', 'openid']).describe('Signed in with a password here, or at the identity provider.'),
    current: z.boolean().describe('The one that asks.'),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;

export const Sessions = z.object({ items: z.array(SessionView) }).meta({ id: 'Sessions' });
const SessionId = z.string().regex(/^[0-9A-Z]{26}$/, 'must be the id of a session');
export const UserSessionParams = z.object({
  id: z.string().regex(/^u_[0-9A-Z]{1,40}$/, 'must be the id of a user (u_…)'),
  sessionId: SessionId,
});
export const OwnSessionParam = z.object({ sessionId: SessionId });

export const OwnPassword = z
  .object({
    current: z.string().min(1).max(256),
    next: z.string().min(SHORTEST_PASSWORD, `must have ${SHORTEST_PASSWORD} characters or more`).max(256),
  })
  .meta({ id: 'OwnPassword' });

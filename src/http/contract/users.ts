import { z } from 'zod';
import { REQUESTS_PER_MINUTE, SCOPES } from '../../access/api-key.ts';
import { isPhoneAddress, ROLES } from '../../access/user.ts';
import { RoleName } from './session.ts';

const Username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/, 'must be 2 to 32 small letters, digits, dots, hyphens or underscores')
  .describe('What is typed to sign in.');
const Password = z.string().min(10, 'must have 10 characters or more').max(256);
const Phone = z
  .string()
  .refine(isPhoneAddress, 'must be a number such as +34910000001 or a sip: address')
  .describe('Where they are rung for a callback; without it AGENT_DIAL.');
const Words = z.array(z.string().min(1).max(40)).max(20);

const Roles = z
  .array(RoleName)
  .min(1, 'must name a role or several')
  .max(ROLES.length)
  .describe('One or several; one may what any of them may. docs/access.md says what that is.');

/** Somebody who may sign in, without the password. */
export const UserView = z
  .object({
    id: z.string(),
    username: z.string(),
    name: z.string(),
    roles: z.array(RoleName),
    teams: z.array(z.string()),
    skills: z.array(z.string()),
    languages: z.array(z.string()),
    capacity: z.number(),
    phone: Phone.optional(),
    disabled: z.boolean(),
    secondFactor: z.boolean(),
    signsIn: z.enum(['local', 'openid']).describe('With a password here, or at the identity provider, which then sets name and roles.'),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof UserView>;

export const NewUser = z
  .object({
    username: Username,
    name: z.string().trim().min(1).max(80),
    roles: Roles,
    password: Password.optional().describe('Absent: one is made and shown once in the answer.'),
    teams: Words.default(['support']),
    skills: Words.default([]),
    languages: Words.default([]),
    capacity: z.int().min(0).max(20).default(3).describe('How many chats at once.'),
    phone: Phone.optional(),
  })
  .meta({ id: 'NewUser' });
export type NewUser = z.infer<typeof NewUser>;

export const CreatedUser = z
  .object({ user: UserView, password: z.string().optional().describe('The made password: shown this once.') })
  .meta({ id: 'CreatedUser' });

export const UserChange = z
  .object({
    name: z.string().trim().min(1).max(80).optional(),
    roles: Roles.optional(),
    teams: Words.optional(),
    skills: Words.optional(),
    languages: Words.optional(),
    capacity: z.int().min(0).max(20).optional(),
    phone: Phone.nullable().optional().describe('Where they are rung for a callback; null: AGENT_DIAL again.'),
    disabled: z.boolean().optional().describe('True ends every session of the user at once.'),
  })
  .meta({ id: 'UserChange' });
export type UserChange = z.infer<typeof UserChange>;

export const NewPassword = z
  .object({ password: Password.optional().describe('Absent: one is made and shown once in the answer.') })
  .meta({ id: 'NewPassword' });
export const SetPassword = z.object({ password: z.string().optional() }).meta({ id: 'SetPassword' });

/** The scopes a key can have. */
export const KEY_SCOPES = SCOPES;

/** A machine's key, without its secret. */
export const ApiKeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    role: RoleName,
    scopes: z.array(z.enum(SCOPES)).optional().describe('Present: the key may this and nothing else, whatever its role.'),
    perMinute: z.number().optional(),
    createdAtMs: z.number(),
    createdBy: z.string(),
    expiresAtMs: z.number().optional().describe('From then on it opens nothing.'),
    lastUsedAtMs: z.number().optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.infer<typeof ApiKeyView>;
export const NewApiKey = z
  .object({
    name: z.string().trim().min(1).max(80),
    role: RoleName.default('agent').describe('What the key may, unless it has scopes.'),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .optional()
      .describe('For a machine with one purpose, such as an IVR that invites: it may this and nothing else.'),
    expiresInDays: z.int().min(1).max(3650).optional().describe('Absent: it is good until it is revoked.'),
    perMinute: z.int().min(1).max(60_000).optional().describe(`Requests of the invite API a minute; ${REQUESTS_PER_MINUTE} if absent.`),
  })
  .refine(({ role, scopes }) => scopes === undefined || role === 'agent', {
    path: ['role'],
    message: 'a key with scopes has no role: leave it out',
  })
  .meta({ id: 'NewApiKey' });
export const CreatedApiKey = z
  .object({ key: ApiKeyView, secret: z.string().describe('What to send as `Authorization: Bearer …`: shown this once.') })
  .meta({ id: 'CreatedApiKey' });

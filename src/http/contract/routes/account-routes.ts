import { z } from 'zod';
import { OwnPassword, OwnSessionParam, Sessions } from '../account.ts';
import { AuditPage, AuditQuery } from '../audit.ts';
import { PageQuery, pageOf } from '../paging.ts';
import { Me, SignIn, SignInWays } from '../session.ts';
import { ApiKeyView, CreatedApiKey, CreatedUser, NewApiKey, NewPassword, NewUser, SetPassword, UserChange, UserView } from '../users.ts';
import { route } from './route.ts';

const UserId = z.object({ id: z.string().regex(/^u_[0-9A-Z]{1,40}$/, 'must be the id of a user (u_…)') });
const KeyId = z.object({ id: z.string().regex(/^k_[0-9A-Z]{1,40}$/, 'must be the id of an API key (k_…)') });

/** Sessions, users, keys and the audit trail. */
export const ACCOUNT_ROUTES = {
  signInWays: route({
    method: 'get',
    path: '/api/sign-in',
    tag: 'Session',
    summary: 'How one may sign in, beside name and password.',
    response: SignInWays,
  }),
  signIn: route({
    method: 'post',
    path: '/api/session',
    tag: 'Session',
    summary: 'Sign in; sets the session cookie.',
    audit: { action: 'session.begun', object: ['user-name', 'body.username'], keyed: true, who: 'answer.user.id', noted: 'with-answer' },
    body: SignIn,
    response: Me,
  }),
  signOut: route({
    method: 'delete',
    path: '/api/session',
    tag: 'Session',
    summary: 'Sign out; ends the session.',
    audit: { action: 'session.ended' },
  }),
  me: route({ method: 'get', path: '/api/me', tag: 'Session', summary: 'Who is signed in.', response: Me }),

  ownSessions: route({
    method: 'get',
    path: '/api/me/sessions',
    tag: 'Session',
    summary: 'Where one is signed in: device, address, last use.',
    response: Sessions,
  }),
  endOwnSession: route({
    method: 'delete',
    path: '/api/me/sessions/:sessionId',
    tag: 'Session',
    summary: 'End one of one’s own sessions.',
    audit: { action: 'session.ended', object: ['session', 'params.sessionId'] },
    params: OwnSessionParam,
    refusals: ['session-not-found'],
  }),
  changeOwnPassword: route({
    method: 'put',
    path: '/api/me/password',
    tag: 'Session',
    summary: 'Choose another password; every other session ends.',
    audit: { action: 'user.password-set' },
    body: OwnPassword,
    refusals: ['password-wrong', 'password-easy', 'too-many-attempts'],
  }),
  audit: route({
    method: 'get',
    path: '/api/audit',
    tag: 'Audit',
    summary: 'The audit trail, newest first: who did what, when, from where and why.',
    audit: { action: 'audit.read', noted: 'seldom' },
    query: AuditQuery,
    response: AuditPage,
  }),
  users: route({
    method: 'get',
    path: '/api/users',
    tag: 'Users',
    summary: 'Who may sign in.',
    query: PageQuery,
    response: pageOf(UserView),
  }),
  createUser: route({
    method: 'post',
    path: '/api/users',
    tag: 'Users',
    summary: 'Add somebody.',
    audit: { action: 'user.created', object: ['user', 'answer.user.id'] },
    body: NewUser,
    status: 201,
    response: CreatedUser,
  }),
  changeUser: route({
    method: 'patch',
    path: '/api/users/:id',
    tag: 'Users',
    summary: 'Change or disable somebody.',
    audit: { action: 'user.changed', object: ['user', 'params.id'] },
    params: UserId,
    body: UserChange,
    response: UserView,
  }),
  setPassword: route({
    method: 'put',
    path: '/api/users/:id/password',
    tag: 'Users',
    summary: 'Set a password; ends every session of the user.',
    audit: { action: 'user.password-set', object: ['user', 'params.id'] },
    params: UserId,
    body: NewPassword,
    response: SetPassword,
  }),
  userSessions: route({
    method: 'get',
    path: '/api/users/:id/sessions',
    tag: 'Users',
    summary: 'Where somebody is signed in.',
    params: UserId,
    response: Sessions,
    refusals: ['user-not-found'],
  }),
  endUserSessions: route({
    method: 'delete',
    path: '/api/users/:id/sessions',
    tag: 'Users',
    summary: 'Sign somebody out everywhere.',
    audit: { action: 'user.sessions-ended', object: ['user', 'params.id'] },
    params: UserId,
    refusals: ['user-not-found'],
  }),
  apiKeys: route({
    method: 'get',
    path: '/api/api-keys',
    tag: 'Users',
    summary: 'The keys of machines.',
    query: PageQuery,
    response: pageOf(ApiKeyView),
  }),
  createApiKey: route({
    method: 'post',
    path: '/api/api-keys',
    tag: 'Users',
    summary: 'Make a key for a machine; its secret is shown once.',
    audit: { action: 'api-key.created', object: ['api-key', 'answer.key.id'] },
    body: NewApiKey,
    status: 201,
    response: CreatedApiKey,
  }),
  revokeApiKey: route({
    method: 'delete',
    path: '/api/api-keys/:id',
    tag: 'Users',
    summary: 'Revoke a key at once.',
    audit: { action: 'api-key.revoked', object: ['api-key', 'params.id'] },
    params: KeyId,
  }),
} as const;

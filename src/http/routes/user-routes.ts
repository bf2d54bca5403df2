import { Router } from 'express';
import type { ApiKey } from '../../access/api-key.ts';
import { changeUser } from '../../access/change-user.ts';
import { type CreateApiKeyDeps, createApiKey } from '../../access/create-api-key.ts';
import { createUser } from '../../access/create-user.ts';
import { type SetPasswordDeps, setPassword } from '../../access/set-password.ts';
import type { StoredUser } from '../../access/user-store.ts';
import { AppError } from '../../base/errors.ts';
import type { RefusedPhones } from '../../callbacks/refused-phones.ts';
import { identityOf } from '../access-guard.ts';
import { API } from '../contract/routes.ts';
import type { ApiKeyView, UserView } from '../contract/users.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';

const DAY_MS = 86_400_000;

export interface UserRoutesDeps extends SetPasswordDeps, CreateApiKeyDeps {
  readonly refusedPhones: Pick<RefusedPhones, 'accept'>;
}

function viewOf({
  user: { roles, teams, skills, languages, disabled, ...user },
  openId,
  secondFactor,
}: Pick<StoredUser, 'user' | 'openId' | 'secondFactor'>): UserView {
  const lists = { roles: [...roles], teams: [...teams], skills: [...skills], languages: [...languages] };
  return { ...user, ...lists, disabled: disabled ?? false, secondFactor: secondFactor !== undefined, signsIn: openId ? 'openid' : 'local' };
}

function keyViewOf({ id, name, role, scopes, perMinute, createdAtMs, createdBy, expiresAtMs, lastUsedAtMs }: ApiKey): ApiKeyView {
  return {
    id,
    name,
    role,
    createdAtMs,
    createdBy,
    ...(scopes && { scopes: [...scopes] }),
    ...(perMinute !== undefined && { perMinute }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(lastUsedAtMs !== undefined && { lastUsedAtMs }),
  };
}

/** Who may sign in, and the keys of machines: for administrators. */
export function createUserRoutes(deps: UserRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.users, async ({ query }) => pageFrom((await deps.users.list()).map(viewOf), query));
  mountRoute(router, API.createUser, async ({ body: { password, phone, ...profile } }) => {
    const given = { ...(password !== undefined && { password }), ...(phone !== undefined && { phone }) };
    const made = await createUser(deps, { ...profile, ...given });
    return { user: viewOf(made), ...(made.password !== undefined && { password: made.password }) };
  });
  mountRoute(router, API.changeUser, async ({ params, body }) => {
    const stored = await changeUser(deps, params.id, body);
    if (body.phone !== undefined) await deps.refusedPhones.accept(params.id);
    return viewOf(stored);
  });
  mountRoute(router, API.setPassword, ({ params, body }) => setPassword(deps, params.id, body.password));
  mountRoute(router, API.apiKeys, async ({ query }) => pageFrom((await deps.apiKeys.list()).map(keyViewOf), query));
  mountRoute(router, API.createApiKey, async ({ body: { name, role, scopes, perMinute, expiresInDays }, res }) => {
    const expiry = expiresInDays === undefined ? {} : { expiresAtMs: deps.clock.nowMs() + expiresInDays * DAY_MS };
    const limits = { ...(scopes && { scopes }), ...(perMinute !== undefined && { perMinute }), ...expiry };
    const { key, secret } = await createApiKey(deps, { name, role, ...limits, createdBy: identityOf(res).user.username });
    return { key: keyViewOf(key), secret };
  });
  mountRoute(router, API.revokeApiKey, async ({ params }) => {
    if (!(await deps.apiKeys.remove(params.id))) throw new AppError('api-key-not-found');
    return undefined;
  });
  return router;
}

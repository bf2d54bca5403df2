import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptEntry } from '../../src/access/audit.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createAuditTrail } from '../../src/store/redis/audit-trail.ts';
import { createUserStore } from '../../src/store/redis/user-store.ts';
import { createWanderer, type Wanderer } from '../support/cookie-jar.ts';
import { startOpenIdProvider, type TestProvider } from '../support/openid-provider.ts';
import { startTestService, type TestService } from '../support/service.ts';

const MINUTE_MS = 60_000;
let provider: TestProvider;
let t: TestService;

beforeAll(async () => {
  provider = await startOpenIdProvider();
  const { issuer, clientId, clientSecret } = provider;
  t = await startTestService({
    staffed: false,
    config: {
      openId: {
        issuer,
        clientId,
        clientSecret,
        scope: 'openid profile groups',
        groupsClaim: 'groups',
        name: 'Sign in with ACME',
        rolesOfGroups: { desk: ['agent'], leads: ['supervisor', 'analyst'], 'cn=admins,ou=groups': ['administrator'] },
      },
    },
  });
  provider.register(`${t.publicUrl}/login/openid/callback`);
});
afterAll(async () => {
  await t?.stop();
  await provider?.stop();
});

const at = (path: string) => `${t.publicUrl}${path}`;
const locationOf = (response: Response) => response.headers.get('location') ?? '';
const problemOf = (response: Response) => new URL(locationOf(response), t.publicUrl).searchParams.get('problem');
const users = () => createUserStore(t.client);
const openIdOf = (subject: string) => users().byOpenId({ issuer: provider.issuer, subject });

/** Goes to the provider; answers the address that the service sent the browser to. */
async function leave(window: Wanderer, next = ''): Promise<string> {
  const sent = await window.go(at(`/login/openid${next && `?next=${encodeURIComponent(next)}`}`));
  expect(sent.status).toBe(303);
  return locationOf(sent);
}

/** Signs in at the provider; answers the address that it sends the browser back to. */
async function atProvider(window: Wanderer, address: string, login: string): Promise<string> {
  let response = await window.go(address);
  for (let n = 0; n < 10; n += 1) {
    const next = new URL(locationOf(response), provider.issuer);
    if (next.origin !== provider.issuer) return next.href;
    response = next.pathname.startsWith('/who/') ? await window.go(next.href, { login }) : await window.go(next.href);
  }
  throw new Error('the provider does not send the browser back');
}

/** A whole sign-in, answered by what the service says when the browser comes back. */
async function signIn(window: Wanderer, login: string, next = ''): Promise<Response> {
  return window.go(await atProvider(window, await leave(window, next), login));
}

async function me(window: Wanderer) {
  const answer = await window.go(at('/api/me'));
  return {
    status: answer.status,
    body: (await answer.json()) as { user?: { id: string; username: string; roles: string[] }; began?: string },
  };
}

async function lastEntries(count: number): Promise<readonly KeptEntry['entry'][]> {
  const trail = createAuditTrail({ client: t.client, keyring: t.keyring, clock: t.clock, log: silentLogger });
  const head = await trail.head();
  return (await trail.down(head?.seq ?? 0, count)).map(({ entry }) => entry);
}

describe('signing in at the identity provider', () => {
  it('is offered by name at our public address', async () => {
    const answer = await createWanderer().go(at('/api/sign-in'));
    expect(await answer.json()).toEqual({ openId: { name: 'Sign in with ACME', address: at('/login/openid') } });
  });

  it('adds somebody at the first time, with the roles of their groups, and leads to the page that was asked for', async () => {
    provider.people.set('ada', { name: 'Ada Lovelace', username: 'Ada.L@example.com', groups: ['leads', 'unknown', 'constructor'] });
    const window = createWanderer({ 'user-agent': 'A browser of the tests' });
    const back = await signIn(window, 'ada', '/reports?day=2026-01-02');
    expect([back.status, locationOf(back)]).toEqual([303, '/reports?day=2026-01-02']);
    expect((await me(window)).body).toMatchObject({
      user: { username: 'ada.l', name: 'Ada Lovelace', roles: ['supervisor', 'analyst'] },
      via: 'session',
      began: 'openid',
    });
    const sessions = (await (await window.go(at('/api/me/sessions'))).json()) as { items: unknown };
    expect(sessions.items).toMatchObject([{ began: 'openid', device: 'A browser of the tests', current: true }]);
    expect(window.cookie(at('/login/openid/callback'), 'relevo_sso')).toBeUndefined();
  });

  it('keeps no token and no password of theirs', async () => {
    const stored = await openIdOf('ada');
    expect(Object.keys(stored ?? {}).sort()).toEqual(['openId', 'user', 'version']);
    const everything = await Promise.all((await t.client.keys('session*')).map((key) => t.client.dump(key)));
    expect(everything.join()).not.toMatch(/eyJ/);
  });

  it('knows them by issuer and subject, whatever they are called, and gives nobody the name of somebody else', async () => {
    provider.people.set('eve', { name: 'Eve', username: 'demo', groups: ['desk'] });
    const window = createWanderer();
    await signIn(window, 'eve');
    const { user } = (await me(window)).body;
    expect(user).toMatchObject({ username: 'demo-2', roles: ['agent'] });
    provider.people.set('eve', { name: 'Eva', username: 'ada.l', groups: ['desk'] });
    await signIn(window, 'eve');
    expect((await me(window)).body.user).toMatchObject({ id: user?.id, username: 'demo-2', name: 'Eva' });
  });

  it('follows the groups at each sign-in, and lets nobody in who is in none that counts', async () => {
    provider.people.set('bob', { name: 'Bob', groups: ['desk'] });
    const window = createWanderer();
    await signIn(window, 'bob');
    provider.people.set('bob', { name: 'Bob', groups: ['desk', 'cn=admins,ou=groups'] });
    const other = createWanderer();
    await signIn(other, 'bob');
    expect((await me(other)).body.user?.roles).toEqual(['administrator', 'agent']);
    provider.people.set('bob', { name: 'Bob', groups: ['gardeners'] });
    expect(problemOf(await signIn(createWanderer(), 'bob'))).toBe('sso-no-role');
    expect((await me(window)).status).toBe(401);
  });

  it.each([
    ['nobody at all', []],
    ['no-groups', undefined],
  ])('refuses %s, and adds no user', async (login, groups) => {
    provider.people.set(login, { name: login, ...(groups && { groups }) });
    const window = createWanderer();
    expect(problemOf(await signIn(window, login))).toBe('sso-no-role');
    expect((await me(window)).status).toBe(401);
    expect(await openIdOf(login)).toBeUndefined();
  });

  it('lets nobody in whom an administrator disabled here', async () => {
    provider.people.set('dan', { name: 'Dan', groups: ['desk'] });
    await signIn(createWanderer(), 'dan');
    const stored = await openIdOf('dan');
    if (stored) await users().replace({ ...stored, user: { ...stored.user, disabled: true }, version: stored.version + 1 });
    const window = createWanderer();
    expect(problemOf(await signIn(window, 'dan'))).toBe('sso-user-disabled');
    expect((await me(window)).status).toBe(401);
  });

  it('ends after twelve hours however busy, so that whoever has left there does not stay here', async () => {
    const window = createWanderer();
    provider.people.set('ann', { name: 'Ann', groups: ['desk'] });
    await signIn(window, 'ann');
    t.clock.advance(11 * 60 * MINUTE_MS);
    expect((await me(window)).status).toBe(200);
    t.clock.advance(61 * MINUTE_MS);
    expect((await me(window)).status).toBe(401);
  });

  it('notes each sign-in, each refusal and each user it makes or changes', async () => {
    provider.people.set('ned', { name: 'Ned', groups: ['desk'] });
    await signIn(createWanderer(), 'ned');
    const id = (await openIdOf('ned'))?.user.id;
    const [begun, created] = await lastEntries(2);
    expect(begun).toMatchObject({
      action: 'session.begun',
      outcome: 'done',
      who: { kind: 'user', id },
      object: { kind: 'openid-subject' },
    });
    expect(created).toMatchObject({ action: 'user.created', outcome: 'done', object: { kind: 'user', id } });
    provider.people.set('ned', { name: 'Ned', groups: [] });
    await signIn(createWanderer(), 'ned');
    const [refused] = await lastEntries(1);
    expect(refused).toMatchObject({ action: 'session.begun', outcome: 'refused', code: 'sso-no-role', object: begun?.object });
    expect(JSON.stringify(refused)).not.toContain('ned');
  });
});

describe('what is not believed', () => {
  const fresh = async (login = 'ada') => {
    const window = createWanderer();
    return { window, back: await atProvider(window, await leave(window), login) };
  };
  const refused = async (window: Wanderer, address: string, code: string) => {
    const answer = await window.go(address);
    expect([answer.status, problemOf(answer)]).toEqual([303, code]);
    expect((await me(window)).status).toBe(401);
  };
  const changed = (address: string, change: (query: URLSearchParams) => void) => {
    const url = new URL(address);
    change(url.searchParams);
    return url.href;
  };

  it('is another state', async () => {
    const { window, back } = await fresh();
    await refused(
      window,
      changed(back, (query) => query.set('state', 'x'.repeat(43))),
      'sso-expired',
    );
    await refused(
      window,
      changed(back, (query) => query.delete('state')),
      'sso-expired',
    );
    await refused(
      window,
      changed(back, (query) => query.append('state', 'twice')),
      'sso-expired',
    );
    // Nothing of that has spoilt the sign-in itself.
    expect(locationOf(await window.go(back))).toBe('/');
  });

  it('is an answer in another browser than the one that asked', async () => {
    const { back } = await fresh();
    await refused(createWanderer(), back, 'sso-expired');
    const other = createWanderer();
    await leave(other);
    await refused(other, back, 'sso-expired');
  });

  it('is an answer for the second time', async () => {
    const { window, back } = await fresh();
    const cookie = window.cookie(at('/login/openid/callback'), 'relevo_sso') ?? '';
    expect(locationOf(await window.go(back))).toBe('/');
    const thief = createWanderer();
    thief.setCookie(t.publicUrl, 'relevo_sso', cookie, '/login/openid');
    await refused(thief, back, 'sso-expired');
  });

  it('is a code that was got for another sign-in', async () => {
    const stolen = new URL((await fresh()).back).searchParams.get('code') ?? '';
    const { window, back } = await fresh('eve');
    await refused(
      window,
      changed(back, (query) => query.set('code', stolen)),
      'sso-refused',
    );
  });

  it('is an ID token with another nonce', async () => {
    const window = createWanderer();
    const address = changed(await leave(window), (query) => query.set('nonce', 'the nonce of somebody else'));
    await refused(window, await atProvider(window, address, 'ada'), 'sso-refused');
  });

  it('is another issuer, or none', async () => {
    const first = await fresh();
    await refused(
      first.window,
      changed(first.back, (query) => query.set('iss', 'https://elsewhere.example')),
      'sso-refused',
    );
    const second = await fresh();
    await refused(
      second.window,
      changed(second.back, (query) => query.delete('iss')),
      'sso-refused',
    );
  });

  it('is somebody who takes longer than ten minutes', async () => {
    const { window, back } = await fresh();
    t.clock.advance(10 * MINUTE_MS);
    await refused(window, back, 'sso-expired');
  });

  it('is a cookie that somebody wrote or changed', async () => {
    const { window, back } = await fresh();
    const cookie = window.cookie(at('/login/openid/callback'), 'relevo_sso') ?? '';
    for (const forged of ['', 'x', cookie.slice(1), `${cookie.slice(0, -2)}AA`, t.keyring.seal('another purpose', '{}')]) {
      window.setCookie(t.publicUrl, 'relevo_sso', forged, '/login/openid');
      await refused(window, back, 'sso-expired');
    }
  });

  it('is who gave up at the provider', async () => {
    const { window, back } = await fresh('');
    expect(new URL(back).searchParams.get('error')).toBe('access_denied');
    await refused(window, back, 'sso-refused');
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example/',
    '/\t/elsewhere.example/',
    '/.//elsewhere.example/',
    'javascript:alert(1)',
    '/login?next=//elsewhere.example',
  ])('is the way on to %j', async (next) => {
    const window = createWanderer();
    expect(locationOf(await signIn(window, 'ada', next))).toBe('/');
  });
});

describe('who comes in by the provider', () => {
  const demo = async () => {
    const window = createWanderer();
    const answer = await fetch(at('/api/session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'demo', password: 'relevo-demo' }),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { window, cookie };
  };
  const ask = async (cookie: string, method: string, path: string, body: unknown) => {
    const answer = await fetch(at(path), {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } };
  };

  it('gets neither a password nor other roles here, and is no way in when the provider is broken', async () => {
    provider.people.set('zoe', { name: 'Zoe', groups: ['cn=admins,ou=groups'] });
    const window = createWanderer();
    await signIn(window, 'zoe');
    const { cookie } = await demo();
    const id = (await me(window)).body.user?.id ?? '';
    const list = (await (await fetch(at('/api/users?limit=200'), { headers: { cookie } })).json()) as { items: { id: string }[] };
    expect(list.items.find((user) => user.id === id)).toMatchObject({ signsIn: 'openid' });
    for (const [method, path, body] of [
      ['PUT', `/api/users/${id}/password`, {}],
      ['PATCH', `/api/users/${id}`, { roles: ['agent'] }],
      ['PATCH', `/api/users/${id}`, { name: 'Somebody else' }],
    ] as const) {
      expect((await ask(cookie, method, path, body)).body.error?.code).toBe('sso-user');
    }
    expect((await ask(cookie, 'PATCH', `/api/users/${id}`, { teams: ['sales'] })).status).toBe(200);
    const local = (await users().byUsername('demo'))?.user.id ?? '';
    expect((await ask(cookie, 'PATCH', `/api/users/${local}`, { disabled: true })).body.error?.code).toBe('last-administrator');
  });

  it('is told plainly that the provider does not answer, while local users sign in', async () => {
    await provider.stop();
    const own = await startTestService({
      staffed: false,
      config: {
        openId: {
          issuer: provider.issuer,
          clientId: 'relevo',
          clientSecret: 'secret',
          scope: 'openid',
          groupsClaim: 'groups',
          name: 'Sign in with ACME',
          rolesOfGroups: {},
        },
      },
    });
    const answer = await createWanderer().go(`${own.publicUrl}/login/openid?next=/desk`);
    expect(locationOf(answer)).toBe('/login?problem=sso-unavailable&next=%2Fdesk');
    await own.stop();
    expect((await demo()).cookie).toMatch(/^relevo_session=/);
  });
});

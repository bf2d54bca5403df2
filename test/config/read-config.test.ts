import { describe, expect, it } from 'vitest';
import { ROLES } from '../../src/access/user.ts';
import { readConfig } from '../../src/config.ts';
import { runBuilt } from '../support/run-built.ts';

const LIVE = {
  PUBLIC_URL: 'https://relevo.example.com/',
  TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'first, second',
  WHATSAPP_FROM: '+34910000000',
  AGENT_DIAL: '+34910000001',
  SECRET_KEY: 'x'.repeat(32),
};
const problemsOf = (environment: Record<string, string>) => {
  const result = readConfig(environment);
  return result.ok ? [] : result.problems.map((problem) => problem.split(':')[0]);
};

describe('readConfig', () => {
  it('needs nothing for the sandbox', () => {
    const result = readConfig({});
    expect(result.ok && result.config).toMatchObject({
      port: 8080,
      dataDir: './data',
      defaultFlow: 'support',
      role: 'all',
      logLevel: 'info',
    });
    expect(result.ok && result.config.twilio).toBe(undefined);
  });

  it('takes blank for absent', () => {
    expect(readConfig({ PORT: ' ', REDIS_URL: '', TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: ' ' })).toEqual(readConfig({}));
  });

  it('reads live settings: several tokens, no slash behind the address', () => {
    const result = readConfig(LIVE);
    expect(result.ok && result.config).toMatchObject({
      publicUrl: 'https://relevo.example.com',
      twilio: { authTokens: ['first', 'second'] },
    });
    expect(result.ok && Object.isFrozen(result.config)).toBe(true);
  });

  it('lists every problem at once', () => {
    expect(
      problemsOf({ ...LIVE, PORT: 'x', PUBLIC_URL: 'ftp://x', WHATSAPP_FROM: '910000000', SECRET_KEY: 'short', ROLE: 'boss' }),
    ).toEqual(['PORT', 'PUBLIC_URL', 'WHATSAPP_FROM', 'SECRET_KEY', 'ROLE']);
  });

  it.each(['PUBLIC_URL', 'WHATSAPP_FROM', 'AGENT_DIAL', 'SECRET_KEY'] as const)('needs %s outside the sandbox', (name) => {
    const { [name]: _, ...rest } = LIVE;
    expect(problemsOf(rest)).toEqual([name]);
  });

  it('takes the account and its token together or not at all', () => {
    const { TWILIO_AUTH_TOKEN: _, ...half } = LIVE;
    expect(problemsOf(half)).toEqual(['TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN']);
  });

  const OIDC = { OIDC_ISSUER: 'https://id.example/tenant/', OIDC_CLIENT_ID: 'relevo', OIDC_CLIENT_SECRET: 's', OIDC_ROLES: 'desk=agent' };

  it('reads an identity provider: the issuer as it is, groups with their roles, a group that is a distinguished name', () => {
    const result = readConfig({ ...LIVE, ...OIDC, OIDC_ROLES: 'desk = agent, analyst; cn=admins,ou=x=administrator;desk=supervisor;' });
    expect(result.ok && result.config.openId).toEqual({
      issuer: 'https://id.example/tenant/',
      clientId: 'relevo',
      clientSecret: 's',
      groupsClaim: 'groups',
      scope: 'openid profile',
      name: 'Single sign-on',
      rolesOfGroups: { desk: ['agent', 'analyst', 'supervisor'], 'cn=admins,ou=x': ['administrator'] },
    });
  });

  it('takes an identity provider whole or not at all, by https, with roles that there are', () => {
    const { OIDC_CLIENT_SECRET: _, ...half } = OIDC;
    expect(problemsOf({ ...LIVE, ...half })).toEqual(['OIDC_CLIENT_SECRET']);
    expect(problemsOf({ ...LIVE, OIDC_NAME: 'ACME' })).toEqual(['OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES']);
    expect(problemsOf({ ...LIVE, ...OIDC, OIDC_ISSUER: 'http://id.example', OIDC_SCOPE: 'profile' })).toEqual([
      'OIDC_ISSUER',
      'OIDC_SCOPE',
    ]);
    for (const roles of ['desk', '=agent', 'desk=boss', 'desk=agent,'])
      expect(problemsOf({ ...LIVE, ...OIDC, OIDC_ROLES: roles })).toEqual(['OIDC_ROLES']);
    const everyRole = readConfig({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000', OIDC_ROLES: `all=${ROLES.join(',')}` });
    expect(everyRole.ok && everyRole.config.openId?.rolesOfGroups.all).toEqual(ROLES);
  });

  it('takes a sip address for AGENT_DIAL and a messaging service for SMS_FROM', () => {
    expect(problemsOf({ ...LIVE, AGENT_DIAL: 'sip:desk@example.com', SMS_FROM: `MG${'0'.repeat(32)}` })).toEqual([]);
    expect(problemsOf({ ...LIVE, AGENT_DIAL: '910000000', SMS_FROM: 'Relevo' })).toEqual(['SMS_FROM', 'AGENT_DIAL']);
  });

  it.each(['redis://127.0.0.1:6379', 'rediss://user:pass@redis.example.com/0', 'redis://one:7000, redis://two:7001'])(
    'takes %s for REDIS_URL',
    (address) => {
      const result = readConfig({ REDIS_URL: address });
      expect(result.ok && result.config.redisUrl).toBe(address);
    },
  );

  it.each([
    ['127.0.0.1:6379', 1],
    ['http://127.0.0.1:6379', 1],
    ['redis://', 1],
    ['redis:///run/redis.sock', 1],
    ['redis://one:7000,two:7001', 2],
    ['redis://one:7000,', 2],
    ['redis://one:port', 1],
  ])('refuses %s for REDIS_URL, without repeating a password', (address, n) => {
    const result = readConfig({ REDIS_URL: address });
    expect(result.ok ? [] : result.problems).toEqual([
      `REDIS_URL: address ${n} must begin with redis:// or rediss:// and name a host, such as redis://127.0.0.1:6379`,
    ]);
  });

  it.each(['web', 'worker'])('needs an archive that is shared, and a carrier, for the role %s', (ROLE) => {
    const CLICKHOUSE_URL = 'http://127.0.0.1:8123';
    expect(problemsOf({ ...LIVE, ROLE, CLICKHOUSE_URL })).toEqual([]);
    expect(problemsOf({ ...LIVE, ROLE })).toEqual(['ROLE']);
    expect(problemsOf({ ROLE, CLICKHOUSE_URL })).toEqual(['ROLE']);
    expect(problemsOf({ ROLE })).toEqual(['ROLE', 'ROLE']);
  });
});

describe('the process', () => {
  it('lists the problems and exits with 78 (EX_CONFIG)', async () => {
    const { code, err } = await runBuilt('server', [], { env: { PORT: 'x', ROLE: 'boss' } });
    expect(code).toBe(78);
    expect(err).toContain('PORT');
    expect(err).toContain('ROLE');
  });
});

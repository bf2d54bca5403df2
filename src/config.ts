import { z } from 'zod';

const blankIsAbsent = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, fallback: string) => z.preprocess((value) => blankIsAbsent(value) ?? fallback, schema);
const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164, such as +34910000000');
const WebAddressAsGiven = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const WebAddress = WebAddressAsGiven.transform((url) => url.replace(/\/+$/, ''));

const RedisAddresses = z.string().check((ctx) => {
  for (const [n, address] of ctx.value.split(',').entries()) {
    if (/^rediss?:\/\/[^/]/.test(address.trim()) && URL.canParse(address.trim())) continue;
    const message = `address ${n + 1} must begin with redis:// or rediss:// and name a host, such as redis://127.0.0.1:6379`;
    ctx.issues.push({ code: 'custom', input: '', message });
  }
});

/** What a group of an identity provider can be made: the roles of docs/access.md. */
const ROLE_NAMES = ['administrator', 'flow-editor', 'publisher', 'supervisor', 'agent', 'analyst', 'auditor'] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

const isRole = (text: string): text is RoleName => (ROLE_NAMES as readonly string[]).includes(text);
const LOOPBACK = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/;

/** `https` only: what is asked there decides who comes in. On this machine, for trying it, http will do. */
const Issuer = WebAddressAsGiven.refine((url) => url.startsWith('https:') || LOOPBACK.test(url), 'must be an https:// address');

/** `group=role,role; group=role`; the last `=` divides, so that a group may be a distinguished name. */
const RolesOfGroups = z.string().transform((text, ctx) => {
  const found: Record<string, RoleName[]> = {};
  for (const entry of text.split(';').filter((each) => each.trim() !== '')) {
    const at = entry.lastIndexOf('=');
    const group = entry.slice(0, Math.max(0, at)).trim();
    const roles = entry
      .slice(at + 1)
      .split(',')
      .map((role) => role.trim());
    const unknown = roles.find((role) => !isRole(role));
    if (group === '' || unknown !== undefined) {
      const what = group === '' ? `“${entry.trim()}” names no group` : `“${unknown}” is no role (${ROLE_NAMES.join(', ')})`;
      ctx.issues.push({ code: 'custom', input: '', message: `${what}; write group=role,role; group=role` });
      return z.NEVER;
    }
    found[group] = [...(found[group] ?? []), ...roles.filter(isRole)];
  }
  return found;
});

/** A setting that can't be used, told in one sentence that begins with its name: starting again changes nothing. */
export class SettingError extends Error {}

/** Every variable that is read, in the order of the README's table; the descriptions are that table. */
export const Environment = z.object({
  PORT: withDefault(z.coerce.number().int().min(0).max(65_535), '8080').describe('The port to listen on.'),
  PUBLIC_URL: optional(WebAddress).describe(
    'The address that carriers call; signatures are checked against it. Required outside sandbox mode.',
  ),
  REDIS_URL: optional(RedisAddresses).describe(
    'A Redis 7+ or Valkey server, or a comma-separated list of Cluster nodes. Absent: an embedded one, data under DATA_DIR.',
  ),
  REDIS_SERVER_BIN: optional(z.string()).describe(
    'The redis-server or valkey-server program the embedded Redis is started from. Absent: looked for on the PATH.',
  ),
  CLICKHOUSE_URL: optional(WebAddress).describe('A ClickHouse server for the archive. Absent: one process only.'),
  DATA_DIR: withDefault(z.string(), './data').describe('Where embedded data lives.'),
  MEDIA_RETENTION_DAYS: withDefault(z.coerce.number().int().min(1).max(3650), '30').describe(
    'How many days photos, voice messages and documents of customers are kept under DATA_DIR; then they are removed.',
  ),
  EVENTS_KEPT: withDefault(z.coerce.number().int().min(1_000).max(10_000_000), '100000').describe(
    'How many events each of the 16 shards of the event log keeps; the oldest go first. It is how far back calls can be replayed. A call leaves about ten; 100,000 a shard take about 600 MB when full.',
  ),
  ENTERED_RETENTION_DAYS: withDefault(z.coerce.number().int().min(0).max(365), '7').describe(
    'How many days what callers typed and said is kept after their call, for who may see it in a replay; 0: not at all. Sensitive answers are never kept.',
  ),
  TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits')).describe(
    'The Twilio account. Absent together with the token: sandbox mode.',
  ),
  TWILIO_AUTH_TOKEN: optional(z.string().min(1)).describe(
    'Its token; a comma-separated list while it is rotated: the first signs, all verify.',
  ),
  TWILIO_API_URL: optional(WebAddress).describe(
    'Another Twilio-compatible REST base address; it replaces the host of every Twilio product, the paths stay.',
  ),
  DEFAULT_FLOW: withDefault(z.string(), 'support').describe('The flow of a number that has none assigned.'),
  WHATSAPP_FROM: optional(E164).describe('The WhatsApp sender, E.164. Required outside sandbox mode.'),
  SMS_FROM: optional(z.union([E164, z.string().regex(/^MG[0-9a-fA-F]{32}$/)], 'must be E.164 or a messaging service MG…')).describe(
    'The sender of the SMS fallback. Absent: no SMS fallback.',
  ),
  AGENT_DIAL: optional(z.union([E164, z.string().startsWith('sip:')], 'must be E.164 or a sip: address')).describe(
    'Where a caller goes who wants a person or whom this service can’t serve. Required outside sandbox mode.',
  ),
  SECRET_KEY: optional(z.string().refine((key) => Buffer.byteLength(key) >= 32, 'must be 32 bytes or more')).describe(
    'Signs tokens and sessions, derives the keys that hash personal data. Required outside sandbox mode.',
  ),
  SECRET_KEY_BEFORE: optional(
    z
      .string()
      .transform((text) => text.split(',').map((key) => key.trim()))
      .refine((keys) => keys.every((key) => Buffer.byteLength(key) >= 32), 'must be keys of 32 bytes or more, separated by commas'),
  ).describe(
    'Earlier SECRET_KEYs, the latest first, comma-separated: npm run audit -- verify still knows their signatures. They open nothing.',
  ),
  OIDC_ISSUER: optional(Issuer).describe(
    'The identity provider of OpenID Connect that people sign in with, as it calls itself. Needs OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_ROLES. Absent: local users only.',
  ),
  OIDC_CLIENT_ID: optional(z.string()).describe('What this service is called there.'),
  OIDC_CLIENT_SECRET: optional(z.string()).describe('Its secret there.'),
  OIDC_ROLES: optional(RolesOfGroups).describe(
    'Which groups there have which roles here: `group=role,role; group=role`. Who is in none of them is not let in.',
  ),
  OIDC_GROUPS_CLAIM: withDefault(z.string(), 'groups').describe('The claim that lists the groups; `a.b` is looked for inside of `a`.'),
  OIDC_SCOPE: withDefault(
    z.string().refine((text) => text.split(/\s+/).includes('openid'), 'must hold openid'),
    'openid profile',
  ).describe('What is asked for there, separated by blanks; some providers tell the groups only with a scope of their own.'),
  OIDC_NAME: withDefault(z.string().max(40), 'Single sign-on').describe('What the button on the sign-in page says.'),
  ROLE: withDefault(z.enum(['all', 'web', 'worker']), 'all').describe(
    'What this process does: web answers, worker sends and keeps time, all does both. web and worker need CLICKHOUSE_URL.',
  ),
  LOG_LEVEL: withDefault(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info').describe('How much is logged.'),
  REQUEST_ALLOW_HOSTS: optional(z.string()).describe('Hosts with private addresses that a flow’s look-ups may call, comma-separated.'),
});

export interface TwilioConfig {
  readonly accountSid: string;
  /** The first signs, all verify. */
  readonly authTokens: readonly string[];
  readonly apiUrl?: string;
}

/** An identity provider that people sign in with. */
export interface OpenIdConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rolesOfGroups: Readonly<Record<string, readonly RoleName[]>>;
  readonly groupsClaim: string;
  readonly scope: string;
  /** On the button. */
  readonly name: string;
}

export interface Config {
  readonly port: number;
  /** Absent in sandbox mode until the port is known. */
  readonly publicUrl?: string;
  readonly redisUrl?: string;
  readonly redisServerBin?: string;
  readonly clickhouseUrl?: string;
  readonly dataDir: string;
  readonly mediaRetentionDays: number;
  /** Of each shard. */
  readonly eventsKept: number;
  readonly enteredRetentionDays: number;
  /** Absent: sandbox mode. */
  readonly twilio?: TwilioConfig;
  readonly defaultFlow: string;
  readonly whatsappFrom?: string;
  readonly smsFrom?: string;
  readonly agentDial?: string;
  readonly secretKey?: string;
  /** The latest first; they verify the audit trail and nothing else. */
  readonly secretKeysBefore?: readonly string[];
  /** Absent: local users only. */
  readonly openId?: OpenIdConfig;
  readonly role: 'all' | 'web' | 'worker';
  readonly logLevel: string;
  readonly requestAllowHosts: readonly string[];
}

export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

const OIDC_NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'] as const;
const OIDC_NAMES = [...OIDC_NEEDED, 'OIDC_GROUPS_CLAIM', 'OIDC_SCOPE', 'OIDC_NAME'] as const;

function openIdOf(env: z.output<typeof Environment>): { readonly openId?: OpenIdConfig } {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_ROLES: rolesOfGroups } = env;
  if (!issuer || !clientId || !clientSecret || !rolesOfGroups) return {};
  const { OIDC_GROUPS_CLAIM: groupsClaim, OIDC_SCOPE: scope, OIDC_NAME: name } = env;
  return { openId: { issuer, clientId, clientSecret, rolesOfGroups, groupsClaim, scope, name } };
}

/** The environment as a frozen Config, or every problem at once, one sentence each. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const parsed = Environment.safeParse(environment);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const has = (name: string) => blankIsAbsent(environment[name]) !== undefined;
  if (has('TWILIO_ACCOUNT_SID') !== has('TWILIO_AUTH_TOKEN')) {
    problems.push('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: set both, or neither for sandbox mode.');
  } else if (has('TWILIO_ACCOUNT_SID')) {
    for (const name of ['PUBLIC_URL', 'WHATSAPP_FROM', 'AGENT_DIAL', 'SECRET_KEY']) {
      if (!has(name)) problems.push(`${name}: required outside sandbox mode (Twilio credentials are set).`);
    }
  }
  if (['web', 'worker'].includes(environment.ROLE?.trim() ?? '')) {
    if (!has('CLICKHOUSE_URL'))
      problems.push('ROLE: web and worker are several processes on one Redis: set CLICKHOUSE_URL for all of them.');
    if (!has('TWILIO_ACCOUNT_SID') && !has('TWILIO_AUTH_TOKEN'))
      problems.push('ROLE: the sandbox is one process: set ROLE to all, or set Twilio credentials.');
  }
  const lacking = OIDC_NEEDED.filter((name) => !has(name));
  if (lacking.length > 0 && OIDC_NAMES.some(has)) problems.push(`${lacking.join(', ')}: set all of ${OIDC_NEEDED.join(', ')}, or none.`);
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const env = parsed.data;
  const tokens = (env.TWILIO_AUTH_TOKEN ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter(Boolean);
  const config: Config = {
    port: env.PORT,
    dataDir: env.DATA_DIR,
    mediaRetentionDays: env.MEDIA_RETENTION_DAYS,
    eventsKept: env.EVENTS_KEPT,
    enteredRetentionDays: env.ENTERED_RETENTION_DAYS,
    defaultFlow: env.DEFAULT_FLOW,
    role: env.ROLE,
    logLevel: env.LOG_LEVEL,
    requestAllowHosts: (env.REQUEST_ALLOW_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter(Boolean),
    ...openIdOf(env),
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    ...(env.REDIS_SERVER_BIN && { redisServerBin: env.REDIS_SERVER_BIN }),
    ...(env.CLICKHOUSE_URL && { clickhouseUrl: env.CLICKHOUSE_URL }),
    ...(env.WHATSAPP_FROM && { whatsappFrom: env.WHATSAPP_FROM }),
    ...(env.SMS_FROM && { smsFrom: env.SMS_FROM }),
    ...(env.AGENT_DIAL && { agentDial: env.AGENT_DIAL }),
    ...(env.SECRET_KEY && { secretKey: env.SECRET_KEY }),
    ...(env.SECRET_KEY_BEFORE && { secretKeysBefore: env.SECRET_KEY_BEFORE }),
    ...(env.TWILIO_ACCOUNT_SID && {
      twilio: { accountSid: env.TWILIO_ACCOUNT_SID, authTokens: tokens, ...(env.TWILIO_API_URL && { apiUrl: env.TWILIO_API_URL }) },
    }),
  };
  return { ok: true, config: Object.freeze(config) };
}

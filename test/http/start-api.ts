import type { Express } from 'express';
import { Registry } from 'prom-client';
import supertest from 'supertest';
import { createAuthenticate } from '../../src/access/authenticate.ts';
import { hashPassword } from '../../src/access/password.ts';
import type { Role } from '../../src/access/user.ts';
import { createManualClock } from '../../src/base/clock.ts';
import type { NewEvent } from '../../src/base/events.ts';
import { randomTail } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLogger, silentLogger } from '../../src/base/log.ts';
import { systemRandom } from '../../src/base/random.ts';
import { loadRules } from '../../src/handoff/rule-settings.ts';
import type { FlowDetail } from '../../src/http/contract/flows.ts';
import type { Overview } from '../../src/http/contract/overview.ts';
import type { Settings } from '../../src/http/contract/settings.ts';
import { type AppDeps, createApp } from '../../src/http/create-app.ts';
import { createDecisionReader } from '../../src/reporting/count-decisions.ts';
import { createTodayReader } from '../../src/reporting/query-today.ts';
import { DEFAULT_RULES } from '../../src/rules/settings.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { createApiKeyStore } from '../../src/store/redis/api-key-store.ts';
import { createApprovalStore, createStudioSettings } from '../../src/store/redis/approval-store.ts';
import { type AttemptLimitSettings, createAttemptLimits } from '../../src/store/redis/attempt-limits.ts';
import { createAuditTrail } from '../../src/store/redis/audit-trail.ts';
import { createBudgets } from '../../src/store/redis/budgets.ts';
import { createCallbackIndex } from '../../src/store/redis/callback-index.ts';
import { createServerClient } from '../../src/store/redis/client.ts';
import { createDeskSettings } from '../../src/store/redis/desk-settings.ts';
import { createDraftStore } from '../../src/store/redis/draft-store.ts';
import { createEntryLinkStore } from '../../src/store/redis/entry-link-store.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { openFlowNews } from '../../src/store/redis/flow-news.ts';
import { createKeyLimits } from '../../src/store/redis/key-limits.ts';
import { createLineCache } from '../../src/store/redis/line-cache.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createRefusedPhones } from '../../src/store/redis/refused-phones.ts';
import { createNumberAssignments, createReleaseStore } from '../../src/store/redis/release-store.ts';
import { createScheduleStore } from '../../src/store/redis/schedule-store.ts';
import { createSecondFactorDuty } from '../../src/store/redis/second-factor-duty.ts';
import { createSessionStore } from '../../src/store/redis/session-store.ts';
import { createTableStore } from '../../src/store/redis/table-store.ts';
import { createUsedSignIns } from '../../src/store/redis/used-sign-ins.ts';
import { createUserStore } from '../../src/store/redis/user-store.ts';
import { createDeliveryQueue, createEndpointStore } from '../../src/store/redis/webhook-store.ts';
import type { TestRedis } from '../support/redis.ts';

export const PASSWORD = 'a password of the tests';
/** The store keeps its own time: the tests' clock starts where that is. */
const NOW = Date.now();
const SHARDS = 4;

const SETTINGS: Settings = {
  environment: 'sandbox',
  publicUrl: 'http://127.0.0.1',
  defaultFlow: 'support',
  numbers: [],
  webhooks: [],
  templates: [],
  agents: [],
  health: [],
};
const OVERVIEW: Overview = {
  atMs: NOW,
  environment: 'sandbox',
  calls: { inFlows: 0, queued: 0 },
  handoffs: { underWay: 0, waitingForDelivery: 0 },
  chats: { waiting: 0, assigned: 0 },
  agents: { present: 0, available: 0 },
  desk: { open: false },
  store: { kind: 'server', durable: true, description: 'a Redis of the tests' },
  alarms: [],
};

/** Fixed zones of whole hours: the tests' day does not end while they run. */
function zoneWhereItIsNoon(nowMs: number): string {
  const behind = new Date(nowMs).getUTCHours() - 12;
  return behind === 0 ? 'UTC' : `Etc/GMT${behind > 0 ? '+' : '-'}${Math.abs(behind)}`;
}

export function aFlow(id: string): FlowDetail {
  return {
    id,
    name: `Flow ${id}`,
    state: 'refused',
    languages: ['es'],
    steps: { call: 1, chat: 1 },
    errors: 1,
    warnings: 0,
    numbers: [],
    aliases: [],
    problems: [{ code: 'F001', severity: 'error', message: 'The exit leads nowhere.' }],
  };
}

/** The whole HTTP side on a real Redis, with somebody of every role. */
export async function startApi(redis: TestRedis, options: { limits?: AttemptLimitSettings; deps?: Partial<AppDeps> } = {}) {
  await redis.flush();
  const client = createServerClient(redis.url, { timeLimitMs: 2_000, name: 'relevo-test' });
  client.on('error', () => undefined);
  await client.connect();
  const clock = createManualClock(NOW);
  const keyring = createKeyring('a secret key of the tests, 32 bytes and more', SHARDS);
  const users = createUserStore(client);
  const sessions = createSessionStore(client);
  const apiKeys = createApiKeyStore(client);
  const secondFactorDuty = createSecondFactorDuty(client, 2_000);
  const eventLog = await createEventLog({ client, shards: SHARDS, clock, timeLimitMs: 2_000 });
  const reporting = { eventLog, clock, timeZone: zoneWhereItIsNoon(NOW) };
  const logged: string[] = [];
  const assignments = createNumberAssignments(client);
  const releases = createReleaseStore(client);
  const deskSettings = createDeskSettings(client);
  const board = createAgentBoard(client, () => clock.nowMs());
  const budgets = createBudgets(client, 2_000);
  const store = createRedisStore({ client, keyring }, { timeLimitMs: 2_000 });
  const flowNews = await openFlowNews({ client, log: silentLogger }, 2_000);
  let rules = DEFAULT_RULES;
  let shelf: Readonly<Record<string, string>> = {};
  const deps: AppDeps = {
    ...reporting,
    users,
    sessions,
    apiKeys,
    secondFactorDuty,
    keyring,
    assignments,
    releases,
    drafts: createDraftStore(client, 2_000),
    schedules: createScheduleStore(client, 2_000),
    approvals: createApprovalStore(client, 2_000),
    studioSettings: createStudioSettings(client, 2_000),
    defaultFlow: 'support',
    judgeReadiness: async () => ({ verdict: 'ready', offers: false, items: [] }),
    flowNews,
    besideFlows: () => ({ templates: [] }),
    fileOf: () => undefined,
    tables: createTableStore(client, 2_000),
    served: () => [],
    tablesApart: () => ({}),
    refreshTables: async () => {},
    deskSettings,
    board,
    budgets,
    records: store,
    shelf: { find: async () => undefined },
    rules: () => rules,
    refreshRules: async () => {
      rules = await loadRules(store);
    },
    decisions: createDecisionReader(reporting),
    refreshShelf: async () => {
      shelf = await assignments.all();
    },
    random: systemRandom,
    trail: createAuditTrail({ client, keyring, clock, log: silentLogger }),
    keyLimits: createKeyLimits(client, 2_000),
    entryLinks: createEntryLinkStore(client, 2_000),
    whatsappSender: '+34910000000',
    endpoints: createEndpointStore(client, 2_000),
    deliveries: createDeliveryQueue(client, 2_000),
    requestAllowHosts: [],
    invites: {
      store,
      clock,
      keyring,
      random: systemRandom,
      sender: '+34910000000',
      flows: {
        forNumber: () => {
          throw new Error('no call is taken here');
        },
        byId: () => undefined,
      },
      desk: () => ({ open: false, waiting: 0, agentsPresent: 0 }),
      log: silentLogger,
      offers: {
        rules: () => rules,
        stopNow: () => {},
        stops: () => [],
        sending: () => ({ circuit: 'closed', sender: {} }),
        template: () => ({ sendable: true, status: 'approved' }),
        budgets,
        lines: { cache: createLineCache({ client, keyring }, 2_000), ask: async () => undefined, log: silentLogger },
      },
      checkTemplate: () => ({ kind: 'ready' }),
    },
    usedSignIns: createUsedSignIns({ client, keyring }, 2_000),
    limits: createAttemptLimits({ client, keyring }, options.limits),
    sandbox: true,
    publicUrl: () => 'http://relevo.example',
    authenticate: createAuthenticate({ users, sessions, apiKeys, keyring, clock, secondFactorDuty }),
    today: createTodayReader(reporting),
    carrier: async () => ({ senders: [], failures: [] }),
    askCarrier: async () => true,
    liftSender: async () => false,
    findResets: async () => undefined,
    resetPerson: async () => ({ kind: 'refused', code: 'contact-not-found' }),
    callbackIndex: createCallbackIndex(client),
    refusedPhones: createRefusedPhones(client),
    promiseCall: async () => ({ kind: 'refused', code: 'chat-not-found' }),
    cancelCallback: async () => false,
    overview: async () => OVERVIEW,
    settings: async () => SETTINGS,
    flows: async () => ['billing', 'sales', 'support'].map(aFlow),
    readiness: async () => undefined,
    store: () => OVERVIEW.store,
    checks: async () => [{ name: 'store', ok: true, detail: 'answers' }],
    metrics: new Registry(),
    version: '0.1.0',
    webFolder: 'test/http/no-such-folder',
    recordingsFolder: 'test/http/no-such-folder',
    log: createLogger('info', { write: (line) => void logged.push(line) }),
    ...options.deps,
  };
  const app: Express = createApp(deps);
  return {
    app,
    deps,
    clock,
    client,
    logged,
    stores: { assignments, releases, deskSettings, board },
    /** Which flow this process would have answer which number. */
    shelf: () => shelf,
    request: supertest(app),
    /** Somebody who has chosen the password themselves. */
    addUser: async (username: string, ...roles: Role[]) => {
      const profile = { username, name: username, roles, teams: [], skills: [], languages: [], capacity: 3 };
      const user = { ...profile, id: `u_${randomTail(systemRandom, 16)}` };
      await users.add({ user, passwordHash: await hashPassword(PASSWORD), version: 1 });
      return { user };
    },
    signIn: async (username: string) =>
      cookieOf(await supertest(app).post('/api/session').send({ username, password: PASSWORD }).expect(200)),
    commit: (shard: number, events: readonly NewEvent[]) => store.commit({ shard, events }),
    stop: async () => {
      flowNews.close();
      client.disconnect();
    },
  };
}

export type TestApi = Awaited<ReturnType<typeof startApi>>;

/** The session cookie that an answer sets, as a browser would send it back. */
export function cookieOf(answer: { headers: Record<string, unknown> }): string {
  const [line] = (answer.headers['set-cookie'] as string[] | undefined) ?? [];
  return line?.split(';')[0] ?? '';
}

import type { Clock } from '../base/clock.ts';
import { createKeyring, type Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Config } from '../config.ts';
import type { TemplateState } from '../providers/twilio/template-states.ts';
import { createAgentBoard } from '../store/redis/agent-board.ts';
import { createApiKeyStore } from '../store/redis/api-key-store.ts';
import { createApprovalStore, createStudioSettings } from '../store/redis/approval-store.ts';
import { createAttemptLimits } from '../store/redis/attempt-limits.ts';
import { createAuditTrail } from '../store/redis/audit-trail.ts';
import { createBudgets } from '../store/redis/budgets.ts';
import { createCallbackIndex } from '../store/redis/callback-index.ts';
import { createCarrierBoard } from '../store/redis/carrier-board.ts';
import { createChatIndex } from '../store/redis/chat-index.ts';
import { LINE_TIME_LIMIT_MS } from '../store/redis/client.ts';
import { connectRedis, type RedisConnection } from '../store/redis/connect.ts';
import { createDeskSettings } from '../store/redis/desk-settings.ts';
import { createDraftStore } from '../store/redis/draft-store.ts';
import { createEntryLinkStore } from '../store/redis/entry-link-store.ts';
import { createEventLog } from '../store/redis/event-log.ts';
import { createFaultBoard } from '../store/redis/fault-board.ts';
import { openFlowNews } from '../store/redis/flow-news.ts';
import { createKeyLimits } from '../store/redis/key-limits.ts';
import { createLineCache } from '../store/redis/line-cache.ts';
import { createPresenceBoard } from '../store/redis/presence-board.ts';
import { holdProcessLease, type ProcessLease } from '../store/redis/process-lease.ts';
import { createQueueBoard } from '../store/redis/queue-board.ts';
import { type CommitListener, createRedisStore } from '../store/redis/redis-store.ts';
import { createRefusedPhones } from '../store/redis/refused-phones.ts';
import { createNumberAssignments, createReleaseStore } from '../store/redis/release-store.ts';
import { createScheduleStore } from '../store/redis/schedule-store.ts';
import { createSecondFactorDuty } from '../store/redis/second-factor-duty.ts';
import { createSenderPace } from '../store/redis/sender-pace.ts';
import { createSessionStore } from '../store/redis/session-store.ts';
import { fixShards } from '../store/redis/shards.ts';
import { createTableStore } from '../store/redis/table-store.ts';
import { createTemplateMemory } from '../store/redis/template-memory.ts';
import { createTimers } from '../store/redis/timers.ts';
import { createUsedSignIns } from '../store/redis/used-sign-ins.ts';
import { createUserStore } from '../store/redis/user-store.ts';
import { createDeliveryQueue, createEndpointStore } from '../store/redis/webhook-store.ts';

/** Every adapter of the live store, on one connection. */
export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Connects, fixes the layout, and makes every adapter. Throws one sentence when there is no server or another process has it. */
export async function openStores(deps: {
  readonly config: Config;
  readonly secretKey: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly messagesPerSecond?: number;
  /** Another process has taken the store over: this one must end. */
  readonly lost: (problem: Error) => void;
}) {
  const { config, log } = deps;
  const connection = await connect(config, log);
  try {
    const opened = await adapters(deps, connection);
    const close = async () => {
      await opened.lease?.release();
      opened.flowNews.close();
      await connection.close();
    };
    return { ...opened, connection, close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function adapters(
  deps: {
    readonly config: Config;
    readonly secretKey: string;
    readonly clock: Clock;
    readonly log: Logger;
    readonly messagesPerSecond?: number;
    readonly lost: (problem: Error) => void;
  },
  connection: RedisConnection,
) {
  const { client } = connection;
  const now = () => deps.clock.nowMs();
  const lease: ProcessLease | undefined = deps.config.clickhouseUrl ? undefined : await holdProcessLease(client, deps.lost);
  const shards = await fixShards(client);
  const keyring: Keyring = createKeyring(deps.secretKey, shards);
  const line = await connection.openLine();
  const { eventsKept } = deps.config;
  const store = createRedisStore({ client, keyring }, { eventsKept });
  const lineStore = createRedisStore({ client: line, keyring }, { timeLimitMs: LINE_TIME_LIMIT_MS, eventsKept });
  return {
    lease,
    keyring,
    store,
    /** Told of the commits of both stores. */
    onCommit: (listener: CommitListener) => {
      const ends = [store.onCommit(listener), lineStore.onCommit(listener)];
      return () => ends.forEach((end) => void end());
    },
    /** For who is on the telephone: given up soon, on a connection of its own. */
    line: {
      store: lineStore,
      budgets: createBudgets(line, LINE_TIME_LIMIT_MS),
      lineCache: createLineCache({ client: line, keyring }, LINE_TIME_LIMIT_MS),
    },
    eventLog: await createEventLog({ client, shards, clock: deps.clock }),
    timers: createTimers({ client, shards }),
    pace: createSenderPace({ client }, deps.messagesPerSecond),
    carrierBoard: createCarrierBoard(client),
    templateMemory: createTemplateMemory<TemplateState>(client),
    queueBoard: createQueueBoard(client),
    faults: createFaultBoard(client),
    budgets: createBudgets(client),
    releases: createReleaseStore(client),
    assignments: createNumberAssignments(client),
    drafts: createDraftStore(client),
    tables: createTableStore(client),
    presence: createPresenceBoard(client),
    schedules: createScheduleStore(client),
    approvals: createApprovalStore(client),
    studioSettings: createStudioSettings(client),
    flowNews: await openFlowNews({ client, log: deps.log }),
    users: createUserStore(client),
    sessions: createSessionStore(client),
    apiKeys: createApiKeyStore(client),
    usedSignIns: createUsedSignIns({ client, keyring }),
    secondFactorDuty: createSecondFactorDuty(client),
    limits: createAttemptLimits({ client, keyring }),
    board: createAgentBoard(client, now),
    chatIndex: createChatIndex(client, now),
    callbackIndex: createCallbackIndex(client),
    refusedPhones: createRefusedPhones(client),
    deskSettings: createDeskSettings(client),
    keyLimits: createKeyLimits(client),
    trail: createAuditTrail({ client, keyring, clock: deps.clock, log: deps.log }),
    entryLinks: createEntryLinkStore(client),
    endpoints: createEndpointStore(client),
    deliveries: createDeliveryQueue(client),
  };
}

const AGAIN_AFTER_MS = 2_000;

/** A Redis that is set but away is waited for: meanwhile calls hear one sentence and are dialled to a person. */
async function connect(config: Config, log: Logger): Promise<RedisConnection> {
  const settings = {
    dataDir: config.dataDir,
    logger: log,
    ...(config.redisUrl && { redisUrl: config.redisUrl }),
    ...(config.redisServerBin && { serverBinary: config.redisServerBin }),
  };
  for (;;) {
    try {
      return await connectRedis(settings);
    } catch (error) {
      if (!config.redisUrl) throw error;
      log.error({ err: error }, 'Redis can not be reached at start; calls are answered from memory until it can');
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}

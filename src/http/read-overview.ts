import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatIndex, IndexedChat } from '../agents/chat-index.ts';
import type { DeskEstimate } from '../agents/estimate-desk.ts';
import { presentNow } from '../agents/presence.ts';
import type { Clock } from '../base/clock.ts';
import type { TodayReader } from '../reporting/query-today.ts';
import type { Alarm, Overview } from './contract/overview.ts';
import type { StoreInfo } from './routes/health-routes.ts';

export interface OverviewDeps {
  readonly sandbox: boolean;
  readonly clock: Clock;
  readonly today: Pick<TodayReader, 'live'>;
  readonly board: Pick<AgentBoard, 'agents'>;
  readonly index: Pick<ChatIndex, 'open'>;
  readonly desk: () => Promise<DeskEstimate>;
  readonly store: () => StoreInfo;
  /** What the rest of the service has to say; the alarms below are added. */
  readonly alarms: () => readonly Alarm[];
}

const MOST_CHATS = 2_000;
const LONG_WAIT_SECONDS = 600;

function oldestWait(waiting: readonly IndexedChat[], nowMs: number): number | undefined {
  const since = waiting.flatMap((chat) => chat.queuedAtMs ?? []);
  return since.length === 0 ? undefined : Math.max(0, Math.round((nowMs - Math.min(...since)) / 1000));
}

function ownAlarms(store: StoreInfo, desk: DeskEstimate, waiting: number, oldestSeconds: number | undefined): Alarm[] {
  const alarms: Alarm[] = [];
  if (!store.durable) {
    alarms.push({
      code: 'store-not-durable',
      severity: 'critical',
      message: `Nothing survives a restart: the store is ${store.description}. Install redis-server or valkey-server, or set REDIS_URL.`,
    });
  }
  if (waiting > 0 && !desk.open) {
    alarms.push({ code: 'desk-unstaffed', severity: 'critical', message: `${waiting} customers wait in chat and no agent is available.` });
  } else if (oldestSeconds !== undefined && oldestSeconds > LONG_WAIT_SECONDS) {
    const minutes = Math.floor(oldestSeconds / 60);
    alarms.push({ code: 'chat-waits-long', severity: 'warning', message: `A customer has waited for ${minutes} minutes in chat.` });
  }
  return alarms;
}

/** What is going on at this moment, with what an operator should look at. */
export async function readOverview(deps: OverviewDeps): Promise<Overview> {
  const [live, agents, chats, desk] = await Promise.all([deps.today.live(), deps.board.agents(), deps.index.open(MOST_CHATS), deps.desk()]);
  const atMs = deps.clock.nowMs();
  const present = presentNow(agents, atMs).filter((agent) => agent.status !== 'offline');
  const waiting = chats.filter((chat) => chat.state === 'waiting');
  const oldestWaitSeconds = oldestWait(waiting, atMs);
  const store = deps.store();
  return {
    atMs,
    environment: deps.sandbox ? 'sandbox' : 'live',
    calls: { inFlows: live.callsInFlows, queued: live.callsQueued },
    handoffs: { underWay: live.handoffsUnderWay, waitingForDelivery: live.waitingForDelivery },
    chats: {
      waiting: waiting.length,
      assigned: chats.filter((chat) => chat.state === 'assigned').length,
      ...(oldestWaitSeconds !== undefined && { oldestWaitSeconds }),
    },
    agents: { present: present.length, available: present.filter((agent) => agent.status === 'available').length },
    desk: { open: desk.open, ...(desk.waitSeconds !== undefined && { waitSeconds: desk.waitSeconds }) },
    store,
    alarms: [...deps.alarms(), ...ownAlarms(store, desk, waiting.length, oldestWaitSeconds)],
  };
}

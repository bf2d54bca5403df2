import { DEFAULT_RULES, parametersOf } from '../rules/settings.ts';
import type { CaseWorld } from './cases.ts';
import type { Flow } from './flow.ts';
import type { CallbackTimes, CallbackWait, RequestOutcome, Surroundings } from './outcomes.ts';
import type { ChatStep } from './schema/chat-steps.ts';
import type { OfferStep, VoiceStep } from './schema/voice-steps.ts';
import type { CaseTables } from './tables/table.ts';
import { openCaseTables } from './tables/table-rows.ts';

/** Invented numbers of the plan of Spain: who calls, whom they call, and the mobile they type. */
export const CALLERS = { mobile: '+34600111222', landline: '+34912223344' } as const;
export const ENTRY_NUMBER = '+34910000000';
export const CASE_NUMBER = '7K3Q-X9TB';
const HOUR_MS = 3_600_000;
const DEFAULT_START = '2026-11-20T10:00:00Z';

/** The world of a played conversation: its clock, and what it answers. Nothing outside is asked. */
export interface PlayWorld {
  readonly settings: CaseWorld;
  nowMs: number;
  readonly surroundings: (chat?: Omit<NonNullable<Surroundings['chat']>, 'caseNumber'>) => Surroundings;
  /** Promises, changes and cancels a call; what there was before answers. */
  readonly callBack: (wait: CallbackWait) => CallbackTimes | undefined;
  readonly lookUp: (flow: Flow, side: 'call' | 'chat', step: string) => RequestOutcome;
  /** The rows that were looked at. */
  readonly tablesLooked: () => CaseTables;
  readonly mayOffer: (offer: OfferStep) => { readonly number: 'caller' | 'ask' } | { readonly reasons: readonly string[] };
}

/** As the rules have it while nobody changed them. */
const PLAYED_CHAT_WAIT = parametersOf(DEFAULT_RULES, 'desk-too-slow').maxChatWaitSeconds;

export function createPlayWorld(settings: CaseWorld): PlayWorld {
  const { caller = 'mobile', deskOpen = true, deskOpensAt, chatWaitSeconds, phoneWaitSeconds = {} } = settings;
  const used = new Map<string, number>();
  const waits = Object.fromEntries(Object.entries(phoneWaitSeconds).map(([name, waitSeconds]) => [name, { waitSeconds }]));
  const number = caller === 'withheld' ? undefined : CALLERS[caller];
  const tables = openCaseTables(settings.tables);
  let pending: CallbackTimes['pending'];
  const world: PlayWorld = {
    settings,
    nowMs: Date.parse(settings.clock ?? DEFAULT_START),
    surroundings: (chat) => ({
      nowMs: world.nowMs,
      caller: {
        known: number !== undefined,
        lineType: caller === 'withheld' ? 'unknown' : caller,
        earlierCalls: 0,
        ...(number !== undefined && { lastDigits: number.slice(-3), country: 'ES' }),
      },
      queues: waits,
      tables: tables.book,
      desk: {
        open: deskOpen,
        waiting: 0,
        ...(deskOpen && chatWaitSeconds !== undefined && { waitSeconds: chatWaitSeconds }),
        ...(!deskOpen && deskOpensAt !== undefined && { opensAtMs: Date.parse(deskOpensAt) }),
      },
      entryNumber: ENTRY_NUMBER,
      chooseArm: (experiment) => settings.arms?.[experiment] ?? '',
      ...(chat && { chat: { caseNumber: CASE_NUMBER, ...chat } }),
    }),
    callBack: (wait) => {
      const zone = 'Europe/Madrid';
      if (wait.kind === 'callback') pending = { asap: wait.asap, atMs: wait.atMs ?? world.nowMs, zone };
      else if (wait.kind === 'callback-cancel') pending = undefined;
      else {
        const hour = Math.ceil(world.nowMs / HOUR_MS) * HOUR_MS;
        const slots = [hour + HOUR_MS, hour + 4 * HOUR_MS];
        return { asap: deskOpen, slots, zone, own: number !== undefined, ...(pending && { pending }) };
      }
      return undefined;
    },
    tablesLooked: tables.looked,
    lookUp: (flow, side, step) => {
      const at = used.get(step) ?? 0;
      used.set(step, at + 1);
      return outcomeOf(settings.lookups?.[step]?.[at], flow[side].steps[step]);
    },
    mayOffer: ({ eligibility: { skip, maxChatWaitSeconds } }) => {
      const reasons = [
        ...(caller !== 'withheld' || skip.includes('number-unusable') ? [] : ['number-unusable']),
        ...(deskOpen || skip.includes('desk-unstaffed') ? [] : ['desk-unstaffed']),
        ...((chatWaitSeconds ?? 0) <= (maxChatWaitSeconds ?? PLAYED_CHAT_WAIT) || skip.includes('desk-too-slow') ? [] : ['desk-too-slow']),
      ];
      return reasons.length > 0 ? { reasons } : { number: caller === 'mobile' ? 'caller' : 'ask' };
    },
  };
  return world;
}

function outcomeOf(
  planned: string | Readonly<Record<string, unknown>> | undefined,
  step: VoiceStep | ChatStep | undefined,
): RequestOutcome {
  if (planned === 'not-found') return { kind: 'failed', reason: 'status', status: 404 };
  if (planned === 'timeout') return { kind: 'failed', reason: 'timeout' };
  if (planned === 'broken') return { kind: 'failed', reason: 'status', status: 500 };
  const body = typeof planned === 'object' ? planned : step?.type === 'request' ? step.mock : undefined;
  if (planned === 'unreachable' || body === undefined) return { kind: 'failed', reason: 'network' };
  return { kind: 'ok', status: 200, body };
}

import { Router } from 'express';
import type { Store } from '../../base/changes.ts';
import { AppError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { DomainEvent } from '../../base/events.ts';
import { type CallId, type ContactId, parseId } from '../../base/ids.ts';
import { maskPhone } from '../../base/phone.ts';
import type { Contact } from '../../contacts/contact.ts';
import type { Flow } from '../../flows/flow.ts';
import type { FlowShelf } from '../../flows/published-flow.ts';
import { textSaid } from '../../flows/said-words.ts';
import { type Entered, readEntered } from '../../ivr/entered.ts';
import { type CallSummary, listCalls, releaseIn } from '../../reporting/list-calls.ts';
import { readCall } from '../../reporting/read-call.ts';
import { type CallMoment, tellCall } from '../../reporting/tell-call.ts';
import type { CallReplay } from '../contract/calls.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { explainedOffers } from './explained-offer.ts';

export interface CallReplayRoutesDeps {
  readonly eventLog: Pick<EventLog, 'range' | 'oldestMs'>;
  readonly clock: { nowMs(): number };
  readonly records: Store;
  readonly shelf: Pick<FlowShelf, 'find'>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What of an event's data may be shown: codes and figures, nobody's name or words. */
const FACTS = [
  'trigger',
  'key',
  'why',
  'code',
  'class',
  'kind',
  'status',
  'at',
  'durationSeconds',
  'waitedMs',
  'queue',
  'team',
  'disposition',
  'tries',
  'method',
  'score',
  'positive',
  'late',
  'ticket',
  'fallback',
] as const;

async function phonesOf(records: Store, ids: readonly (ContactId | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.flatMap((id) => (id === undefined ? [] : [id])))];
  if (wanted.length === 0) return new Map();
  const found = await records.load(wanted.map((id) => ({ kind: 'contact', id })));
  return new Map(
    wanted.flatMap((id, n) => {
      const phone = (found[n]?.value as Contact | undefined)?.phone;
      return phone === undefined ? [] : [[id, phone] as const];
    }),
  );
}

/** The flow as the call ran it; undefined where this version can't read the release any more. */
async function flowOf({ shelf }: CallReplayRoutesDeps, ref: string): Promise<Flow | undefined> {
  try {
    return (await shelf.find(ref))?.compiled.flow;
  } catch (error) {
    if (error instanceof AppError && error.code === 'store-unavailable') throw error;
    return undefined;
  }
}

interface Opened {
  readonly callId: CallId;
  readonly ref: string;
  readonly events: readonly DomainEvent[];
  readonly summary: CallSummary;
}

/** The call of this flow, whole. Throws `call-not-found`. */
async function openCall(deps: CallReplayRoutesDeps, flowId: string, id: string, atMs: number | undefined): Promise<Opened> {
  const callId = parseId('c', id);
  if (!callId) throw new AppError('call-not-found');
  const events = await readCall(deps, callId, atMs === undefined ? 0 : Math.max(0, atMs - HOUR_MS));
  const begun = events.find((event) => event.type === 'call.started' && event.callId === callId);
  if (!begun?.flow || begun.flow !== `${flowId}@${releaseIn(begun.flow)}`) throw new AppError('call-not-found');
  const own = {
    range: async function* () {
      yield events;
    },
  };
  const wanted = { flowId, fromMs: begun.atMs, toMs: begun.atMs };
  const summary = (await listCalls({ eventLog: own }, wanted)).find((call) => call.callId === callId);
  if (!summary) throw new AppError('call-not-found');
  return { callId, ref: begun.flow, events, summary };
}

function momentView(moment: CallMoment, flow: Flow | undefined, language: string, entered: readonly Entered[], startedAtMs: number) {
  const { side, atMs, kind, step, by, untilMs, did, said, isSaidKept, event } = moment;
  const places = side === 'chat' && kind === 'step' && step !== undefined ? [`${step}:text`] : said;
  const heard = places.flatMap((place) => {
    const { text } = flow ? textSaid(flow, side, place, language) : {};
    return side === 'chat' && text === undefined ? [] : [{ place, ...(text !== undefined && { text }) }];
  });
  const facts = Object.fromEntries(
    FACTS.flatMap((name) => {
      const value = event?.data?.[name];
      return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, value as string | number | boolean]] : [];
    }),
  );
  return {
    side,
    atMs,
    kind,
    heard,
    isHeardKept: isSaidKept,
    facts,
    isEntered: side === 'call' && moment.isLastEntered === true && entered.some((each) => isOf(each, moment, startedAtMs)),
    sinceMs: moment.sinceMs,
    ...(step !== undefined && { step }),
    ...(by && { exit: { name: by.name, ...(by.step !== undefined && { step: by.step }) } }),
    ...(untilMs !== undefined && { untilMs }),
    ...(did && { did }),
    ...(event && { type: event.type }),
  };
}

/** Was it entered in this stay in the step? The record of the call counts whole seconds from its beginning. */
function isOf({ step, atSeconds }: Entered, moment: CallMoment, startedAtMs: number): boolean {
  return step === moment.step && atSeconds === Math.max(0, Math.round((moment.sinceMs - startedAtMs) / 1000));
}

async function replayOf(deps: CallReplayRoutesDeps, flowId: string, { callId, ref, events, summary }: Opened): Promise<CallReplay> {
  const [flow, phones, entered] = await Promise.all([
    flowOf(deps, ref),
    phonesOf(deps.records, [summary.contactId]),
    readEntered(deps.records, callId),
  ]);
  const phone = phones.get(summary.contactId ?? '');
  const { startedAtMs, steps: _steps, contactId: _contact, lastStep: _last, ...rest } = summary;
  let language = flow?.languages[0] ?? 'en';
  const languages = events.map((event) => (language = event.language ?? language));
  const languageAt = (moment: CallMoment) => {
    // What was said is in the language that the event of the turn tells.
    const at = events.findIndex((event) => event.atMs === moment.atMs && event.type === `${moment.side}.step`);
    return languages[at] ?? language;
  };
  return {
    ...rest,
    startedAtMs,
    flowId,
    isReleaseKept: flow !== undefined,
    isEnteredKept: entered !== undefined,
    chatIds: [...new Set(events.flatMap(({ chatId }) => chatId ?? []))],
    moments: tellCall(events).map((moment) => momentView(moment, flow, languageAt(moment), entered ?? [], startedAtMs)),
    offers: explainedOffers(events),
    ...(phone !== undefined && { caller: maskPhone(phone) }),
  };
}

/** Real calls of a flow: the list, one of them step by step, and who called, for who may see that. */
export function createCallReplayRoutes(deps: CallReplayRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.flowCalls, async ({ params, query }) => {
    const { days, untilMs, result, step, release, ...page } = query;
    const toMs = untilMs ?? deps.clock.nowMs();
    const wanted = {
      flowId: params.id,
      fromMs: toMs - days * DAY_MS,
      toMs,
      ...(result && { result }),
      ...(step !== undefined && { step }),
      ...(release !== undefined && { release }),
    };
    const [calls, logSinceMs] = await Promise.all([listCalls(deps, wanted), deps.eventLog.oldestMs()]);
    const { items, next } = pageFrom(calls, page);
    const phones = await phonesOf(
      deps.records,
      items.map(({ contactId }) => contactId),
    );
    return {
      items: items.map(({ steps: _steps, contactId, ...call }) => {
        const phone = phones.get(contactId ?? '');
        return { ...call, ...(phone !== undefined && { caller: maskPhone(phone) }) };
      }),
      ...(next !== undefined && { next }),
      ...(logSinceMs !== undefined && { logSinceMs }),
    };
  });
  mountRoute(router, API.callReplay, async ({ params, query }) =>
    replayOf(deps, params.id, await openCall(deps, params.id, params.callId, query.atMs)),
  );
  mountRoute(router, API.showCaller, async ({ params }) => {
    const { callId, summary } = await openCall(deps, params.id, params.callId, undefined);
    const [phones, entered] = await Promise.all([phonesOf(deps.records, [summary.contactId]), readEntered(deps.records, callId)]);
    const number = phones.get(summary.contactId ?? '');
    return {
      ...(number !== undefined && { number }),
      ...(entered && {
        entered: entered.map(({ step, atSeconds, value }) => ({ step, value, atMs: summary.startedAtMs + atSeconds * 1000 })),
      }),
    };
  });
  return router;
}

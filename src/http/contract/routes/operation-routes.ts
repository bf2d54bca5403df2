import { z } from 'zod';
import { CarrierState, SenderParam } from '../carrier.ts';
import { FlowSummary } from '../flows.ts';
import { ClosedChat, DeadLetter, DeadLetterChoice, DeadLetterRef, Journey, JourneyId, JourneyQuery } from '../journeys.ts';
import { Overview } from '../overview.ts';
import { PageQuery, pageOf } from '../paging.ts';
import { Funnel, FunnelQuery } from '../reports.ts';
import { PersonReset, ResetChoices, ResetNumber } from '../resets.ts';
import { route } from './route.ts';

/** What goes on now, reports, and what an operator does. */
export const OPERATION_ROUTES = {
  overview: route({ method: 'get', path: '/api/overview', tag: 'Live', summary: 'What is going on now.', response: Overview }),

  flows: route({
    method: 'get',
    path: '/api/flows',
    tag: 'Flows',
    summary: 'The flows with their lint state.',
    query: PageQuery,
    response: pageOf(FlowSummary),
  }),
  funnel: route({
    method: 'get',
    path: '/api/reports/funnel',
    tag: 'Reports',
    summary: 'The funnel of the calls of one day, from the event log.',
    query: FunnelQuery,
    response: Funnel,
  }),
  journey: route({
    method: 'get',
    path: '/api/journeys/:id',
    tag: 'Reports',
    summary: 'Every event of one journey, found by the id of its call, handoff or chat.',
    audit: { action: 'journey.opened', object: ['journey', 'params.id'], noted: 'with-answer' },
    params: z.object({ id: JourneyId }),
    query: JourneyQuery,
    response: Journey,
  }),
  closedChats: route({
    method: 'get',
    path: '/api/chats',
    tag: 'Reports',
    summary: 'Chats that were closed on one day, newest first.',
    query: PageQuery.extend({ state: z.literal('closed').default('closed'), day: FunnelQuery.shape.day }),
    response: pageOf(ClosedChat),
  }),
  deadLetters: route({
    method: 'get',
    path: '/api/dead-letters',
    tag: 'Operations',
    summary: 'Work that could not be done, newest first.',
    audit: { action: 'dead-letters.shown', noted: 'seldom' },
    query: PageQuery,
    response: pageOf(DeadLetter),
  }),
  replayDeadLetter: route({
    method: 'post',
    path: '/api/dead-letters/replay',
    tag: 'Operations',
    summary: 'Have it tried again.',
    audit: { action: 'dead-letter.settled', object: ['dead-letter', 'body.group', 'body.shard', 'body.eventId'] },
    body: DeadLetterRef,
    status: 202,
    response: z.object({ replayed: z.literal(true) }),
  }),
  discardDeadLetter: route({
    method: 'post',
    path: '/api/dead-letters/discard',
    tag: 'Operations',
    summary: 'Give it up: it is not tried again.',
    audit: { action: 'dead-letter.settled', object: ['dead-letter', 'body.group', 'body.shard', 'body.eventId'] },
    body: DeadLetterRef,
    response: z.object({ discarded: z.literal(true) }),
  }),
  replayDeadLetters: route({
    method: 'post',
    path: '/api/dead-letters/replay-all',
    tag: 'Operations',
    summary: 'Have everything tried again that was put aside up to a moment.',
    audit: { action: 'dead-letter.settled' },
    body: DeadLetterChoice,
    status: 202,
    response: z.object({ replayed: z.number() }),
  }),
  discardDeadLetters: route({
    method: 'post',
    path: '/api/dead-letters/discard-all',
    tag: 'Operations',
    summary: 'Give up everything that was put aside up to a moment.',
    audit: { action: 'dead-letter.settled' },
    body: DeadLetterChoice,
    response: z.object({ discarded: z.number() }),
  }),
  carrier: route({
    method: 'get',
    path: '/api/carrier',
    tag: 'Operations',
    summary: 'Our senders at the carrier and what it refused lately.',
    response: CarrierState,
  }),
  askCarrier: route({
    method: 'post',
    path: '/api/carrier/ask',
    tag: 'Operations',
    summary: 'Ask the carrier at once how the senders and the templates stand, instead of waiting for the next look.',
    audit: { action: 'carrier.asked', noted: 'with-answer' },
    response: CarrierState,
    refusals: ['carrier-unavailable'],
  }),
  liftSender: route({
    method: 'post',
    path: '/api/senders/:sender/lift',
    tag: 'Operations',
    summary: 'Have a stopped sender send again; a failure that comes later stops it anew.',
    audit: { action: 'sender.lifted', object: ['sender', 'params.sender'] },
    params: SenderParam,
    response: z.object({ lifted: z.literal(true) }),
  }),
  personResets: route({
    method: 'post',
    path: '/api/person-resets/look',
    tag: 'Operations',
    summary: 'What of the live session of the person with a number can be reset now, and what will happen. Changes nothing.',
    audit: { action: 'person.shown', object: ['person', 'body.number'], keyed: true, noted: 'with-answer' },
    body: ResetNumber,
    response: ResetChoices,
    refusals: ['number-invalid', 'contact-not-found'],
  }),
  resetPerson: route({
    method: 'post',
    path: '/api/person-resets',
    tag: 'Operations',
    summary: 'Reset what was chosen of the session of the person with a number. Answers what can be reset then.',
    audit: { action: 'person.reset', object: ['person', 'body.number'], keyed: true, why: 'body.reason' },
    body: PersonReset,
    response: ResetChoices,
    refusals: ['number-invalid', 'contact-not-found', 'reset-changed'],
  }),
} as const;

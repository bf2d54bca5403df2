import { z } from 'zod';
import type { ErrorCode } from '../../base/error-catalogue.ts';

import { CallbackIdParam, CallPromise, PromisedCall } from './callbacks.ts';
import { CarrierState, SenderParam } from './carrier.ts';
import { CannedReplies, CannedReplyChange, CannedReplyEntry, OpeningHours, ShortcutParam } from './desk-settings.ts';
import { DraftChange, FlowDraft, FlowFiles, FlowFilesQuery, NewFlow, SavedDraft, StudioLibrary } from './drafts.ts';
import { EntryCodeParam, EntryLinkView, NewEntryLink } from './entry-links.ts';
import { FlowDetail, FlowSummary } from './flows.ts';
import {
  CreatedHandoff,
  EligibilityQuestion,
  EligibilityVerdict,
  HandoffIdParam,
  HandoffStatus,
  IdempotencyHeader,
  NewHandoff,
} from './handoffs.ts';
import { ClosedChat, DeadLetter, DeadLetterChoice, DeadLetterRef, Journey, JourneyId, JourneyQuery } from './journeys.ts';
import { ContactMarks, ContactMarksChange, NewOfferStop, OfferRuleChange, OfferRules, RuleIdParam, StopIdParam } from './offer-rules.ts';
import { Overview } from './overview.ts';
import { PageQuery, pageOf } from './paging.ts';
import { ChatIdParam, ChatPerson, ContactSplit, WhoWrites } from './people.ts';
import { FlowReadiness } from './readiness.ts';
import {
  AliasMove,
  AliasParam,
  AliasReturn,
  DiffQuery,
  FlowAliases,
  FlowDiff,
  FlowRelease,
  FlowReleaseDetail,
  GateQuestion,
  GateVerdict,
  NewRelease,
  ReleaseParam,
  RestoreRelease,
} from './releases.ts';
import { Funnel, FunnelQuery } from './reports.ts';
import { ChatReset, PersonReset, ResetChoices, ResetNumber } from './resets.ts';
import { Me, SignIn } from './session.ts';
import { EntryNumber, NumberAssignment, NumberParam, Settings } from './settings.ts';
import { FlowTraffic, TrafficQuery } from './traffic.ts';
import { ApiKeyView, CreatedApiKey, CreatedUser, NewApiKey, NewPassword, NewUser, SetPassword, UserChange, UserView } from './users.ts';
import {
  DeliveryIdParam,
  EndpointIdParam,
  NewWebhookEndpoint,
  WebhookDelivery,
  WebhookEndpointChange,
  WebhookEndpointView,
  WebhookSecret,
} from './webhooks.ts';

/** One route of the API: where it is, what it takes and what it answers. */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** As Express writes it: `/api/flows/:id`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers it wants, in small letters. */
  readonly headers?: z.ZodObject;
  /** Refusals of its own, as the description lists them. */
  readonly refusals?: readonly ErrorCode[];
  readonly body?: z.ZodType;
  /** Absent: 204, nothing. */
  readonly response?: z.ZodType;
  /** Of success; 200 unless it says otherwise. */
  readonly status?: 201 | 202;
}

function route<const R extends ApiRoute>(shape: R): R {
  return shape;
}

const UserId = z.object({ id: z.string().regex(/^u_[0-9A-Z]{1,40}$/, 'must be the id of a user (u_…)') });
const KeyId = z.object({ id: z.string().regex(/^k_[0-9A-Z]{1,40}$/, 'must be the id of an API key (k_…)') });
const FlowId = z.object({ id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a flow, such as support') });

/** Every route of the API that answers JSON; the server mounts it, OpenAPI describes it, the pages call it. */
export const API = {
  signIn: route({
    method: 'post',
    path: '/api/session',
    tag: 'Session',
    summary: 'Sign in; sets the session cookie.',
    body: SignIn,
    response: Me,
  }),
  signOut: route({ method: 'delete', path: '/api/session', tag: 'Session', summary: 'Sign out; ends the session.' }),
  me: route({ method: 'get', path: '/api/me', tag: 'Session', summary: 'Who is signed in.', response: Me }),

  overview: route({ method: 'get', path: '/api/overview', tag: 'Live', summary: 'What is going on now.', response: Overview }),

  flows: route({
    method: 'get',
    path: '/api/flows',
    tag: 'Flows',
    summary: 'The flows with their lint state.',
    query: PageQuery,
    response: pageOf(FlowSummary),
  }),
  studioLibrary: route({
    method: 'get',
    path: '/api/flows/library',
    tag: 'Studio',
    summary: 'What the linter needs beside a flow: templates, calendars, parts, recordings, media, teams.',
    response: StudioLibrary,
  }),
  createFlow: route({
    method: 'post',
    path: '/api/flows',
    tag: 'Studio',
    summary: 'Begin a flow as a draft: a small one, a copy of another, or the content of its files.',
    body: NewFlow,
    status: 201,
    response: FlowDraft,
    refusals: ['flow-exists', 'flow-not-found', 'draft-too-large'],
  }),
  draft: route({
    method: 'get',
    path: '/api/flows/:id/draft',
    tag: 'Studio',
    summary: 'What is edited of a flow: its draft, or the newest release where there is none.',
    params: FlowId,
    response: FlowDraft,
    refusals: ['flow-not-found'],
  }),
  saveDraft: route({
    method: 'put',
    path: '/api/flows/:id/draft',
    tag: 'Studio',
    summary: 'Keep what was edited, wrong or not. Refused when somebody saved since.',
    params: FlowId,
    body: DraftChange,
    response: SavedDraft,
    refusals: ['flow-not-found', 'draft-changed', 'draft-too-large'],
  }),
  revertDraft: route({
    method: 'delete',
    path: '/api/flows/:id/draft',
    tag: 'Studio',
    summary: 'Throw the draft away: what is edited is the newest release again. A flow that was never released is gone then.',
    params: FlowId,
    query: z.object({ revision: z.coerce.number().int().min(0).optional().describe('Only if the draft is at this revision.') }),
    refusals: ['flow-not-found', 'draft-changed'],
  }),
  flowFiles: route({
    method: 'get',
    path: '/api/flows/:id/files',
    tag: 'Studio',
    summary: 'The texts of a flow’s two files, byte for byte: of its draft or of a release.',
    params: FlowId,
    query: FlowFilesQuery,
    response: FlowFiles,
    refusals: ['flow-not-found', 'release-not-found'],
  }),
  checkDraft: route({
    method: 'post',
    path: '/api/flows/:id/check',
    tag: 'Studio',
    summary: 'What publishing the draft would say, step by step; nothing is published.',
    params: FlowId,
    body: GateQuestion,
    response: GateVerdict,
    refusals: ['flow-not-found'],
  }),
  publishDraft: route({
    method: 'post',
    path: '/api/flows/:id/releases',
    tag: 'Studio',
    summary: 'Make the draft the next release. Refused with the list of steps when it has errors or a recorded case fails.',
    params: FlowId,
    body: NewRelease,
    status: 201,
    response: FlowRelease,
    refusals: ['flow-not-found', 'release-refused', 'nothing-to-publish', 'conflict'],
  }),
  releases: route({
    method: 'get',
    path: '/api/flows/:id/releases',
    tag: 'Studio',
    summary: 'The releases of a flow, newest first, without their content.',
    params: FlowId,
    query: PageQuery,
    response: pageOf(FlowRelease),
    refusals: ['flow-not-found'],
  }),
  release: route({
    method: 'get',
    path: '/api/flows/:id/releases/:number',
    tag: 'Studio',
    summary: 'One release, with its content and the warnings it had.',
    params: ReleaseParam,
    response: FlowReleaseDetail,
    refusals: ['flow-not-found', 'release-not-found'],
  }),
  restoreRelease: route({
    method: 'post',
    path: '/api/flows/:id/releases/:number/restore',
    tag: 'Studio',
    summary: 'Make what a release holds the draft. Callers hear no difference until it is published.',
    params: ReleaseParam,
    body: RestoreRelease,
    response: z.object({ revision: z.number() }),
    refusals: ['flow-not-found', 'release-not-found', 'draft-changed'],
  }),
  flowDiff: route({
    method: 'get',
    path: '/api/flows/:id/diff',
    tag: 'Studio',
    summary: 'What changed between two releases, or between a release and the draft: in words, and by box.',
    params: FlowId,
    query: DiffQuery,
    response: FlowDiff,
    refusals: ['flow-not-found', 'release-not-found'],
  }),
  aliases: route({
    method: 'get',
    path: '/api/flows/:id/aliases',
    tag: 'Studio',
    summary: 'What the aliases of a flow point at, and how they were moved.',
    params: FlowId,
    response: FlowAliases,
    refusals: ['flow-not-found'],
  }),
  moveAlias: route({
    method: 'put',
    path: '/api/flows/:id/aliases/:alias',
    tag: 'Studio',
    summary: 'Point an alias at a release, at once and everywhere; calls under way finish on theirs. An alias that is not there is made.',
    params: AliasParam,
    body: AliasMove,
    response: FlowAliases,
    refusals: ['flow-not-found', 'release-not-found', 'alias-changed'],
  }),
  returnAlias: route({
    method: 'post',
    path: '/api/flows/:id/aliases/:alias/back',
    tag: 'Studio',
    summary: 'Point an alias back at the release before.',
    params: AliasParam,
    body: AliasReturn,
    response: FlowAliases,
    refusals: ['flow-not-found', 'no-way-back', 'alias-changed'],
  }),
  removeAlias: route({
    method: 'delete',
    path: '/api/flows/:id/aliases/:alias',
    tag: 'Studio',
    summary: 'Take an alias away that answers no number.',
    params: AliasParam,
    refusals: ['flow-not-found', 'alias-not-found', 'alias-fixed', 'alias-in-use', 'alias-changed'],
  }),
  flow: route({
    method: 'get',
    path: '/api/flows/:id',
    tag: 'Flows',
    summary: 'One flow, with its problems.',
    params: FlowId,
    response: FlowDetail,
  }),
  flowReadiness: route({
    method: 'get',
    path: '/api/flows/:id/readiness',
    tag: 'Flows',
    summary: 'Can the offers of the flow that serves be kept, as things stand? The checklist before a number gets it.',
    params: FlowId,
    response: FlowReadiness,
  }),

  flowTraffic: route({
    method: 'get',
    path: '/api/flows/:id/traffic',
    tag: 'Flows',
    summary: 'How many people went through each step and arrow of a flow in the last days, and where callers hung up.',
    params: FlowId,
    query: TrafficQuery,
    response: FlowTraffic,
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

  settings: route({
    method: 'get',
    path: '/api/settings',
    tag: 'Settings',
    summary: 'Numbers, templates, agents, health.',
    response: Settings,
  }),

  assignNumber: route({
    method: 'put',
    path: '/api/numbers/:number',
    tag: 'Settings',
    summary: 'Have an alias of a flow, live unless said otherwise, answer one of our numbers: at once, everywhere.',
    params: NumberParam,
    body: NumberAssignment,
    response: EntryNumber,
  }),
  unassignNumber: route({
    method: 'delete',
    path: '/api/numbers/:number',
    tag: 'Settings',
    summary: 'Have the default flow answer the number again.',
    params: NumberParam,
  }),

  cannedReplies: route({
    method: 'get',
    path: '/api/canned-replies',
    tag: 'Settings',
    summary: 'The ready-made replies of the desk.',
    response: CannedReplies,
  }),
  putCannedReply: route({
    method: 'put',
    path: '/api/canned-replies/:shortcut',
    tag: 'Settings',
    summary: 'Add or change one ready-made reply, in all its languages; every desk has it at once.',
    params: ShortcutParam,
    body: CannedReplyChange,
    response: CannedReplyEntry,
  }),
  deleteCannedReply: route({
    method: 'delete',
    path: '/api/canned-replies/:shortcut',
    tag: 'Settings',
    summary: 'Delete one ready-made reply, in all its languages.',
    params: ShortcutParam,
  }),
  openingHours: route({
    method: 'get',
    path: '/api/opening-hours',
    tag: 'Settings',
    summary: 'When the desk is usually staffed; no days: not set.',
    response: OpeningHours,
  }),
  setOpeningHours: route({
    method: 'put',
    path: '/api/opening-hours',
    tag: 'Settings',
    summary: 'Say when the desk is usually staffed. Without any hours nobody is told when it opens.',
    body: OpeningHours,
    response: OpeningHours,
  }),

  offerRules: route({
    method: 'get',
    path: '/api/offer-rules',
    tag: 'Settings',
    summary: 'The rules of the offer: what is on, how it is tuned, and how many of the last decisions each one withheld.',
    response: OfferRules,
  }),
  changeOfferRule: route({
    method: 'put',
    path: '/api/offer-rules/:id',
    tag: 'Settings',
    summary: 'Turn or tune one rule: here at once, in other processes within a second or two.',
    params: RuleIdParam,
    body: OfferRuleChange,
    response: OfferRules,
  }),
  stopOffers: route({
    method: 'post',
    path: '/api/offer-stops',
    tag: 'Settings',
    summary: 'Stop the offers to everybody, a country or a block of numbers, until it is lifted.',
    body: NewOfferStop,
    status: 201,
    response: OfferRules,
  }),
  liftOfferStop: route({
    method: 'delete',
    path: '/api/offer-stops/:id',
    tag: 'Settings',
    summary: 'Lift a stop; what was counted there begins anew.',
    params: StopIdParam,
    response: OfferRules,
  }),
  markContact: route({
    method: 'put',
    path: '/api/contact-marks',
    tag: 'Settings',
    summary: 'Mark a person as VIP or vulnerable, or take a mark away; without any mark it only tells.',
    body: ContactMarksChange,
    response: ContactMarks,
  }),

  deadLetters: route({
    method: 'get',
    path: '/api/dead-letters',
    tag: 'Operations',
    summary: 'Work that could not be done, newest first.',
    query: PageQuery,
    response: pageOf(DeadLetter),
  }),
  replayDeadLetter: route({
    method: 'post',
    path: '/api/dead-letters/replay',
    tag: 'Operations',
    summary: 'Have it tried again.',
    body: DeadLetterRef,
    status: 202,
    response: z.object({ replayed: z.literal(true) }),
  }),
  discardDeadLetter: route({
    method: 'post',
    path: '/api/dead-letters/discard',
    tag: 'Operations',
    summary: 'Give it up: it is not tried again.',
    body: DeadLetterRef,
    response: z.object({ discarded: z.literal(true) }),
  }),
  replayDeadLetters: route({
    method: 'post',
    path: '/api/dead-letters/replay-all',
    tag: 'Operations',
    summary: 'Have everything tried again that was put aside up to a moment.',
    body: DeadLetterChoice,
    status: 202,
    response: z.object({ replayed: z.number() }),
  }),
  discardDeadLetters: route({
    method: 'post',
    path: '/api/dead-letters/discard-all',
    tag: 'Operations',
    summary: 'Give up everything that was put aside up to a moment.',
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
    response: CarrierState,
    refusals: ['carrier-unavailable'],
  }),
  liftSender: route({
    method: 'post',
    path: '/api/senders/:sender/lift',
    tag: 'Operations',
    summary: 'Have a stopped sender send again; a failure that comes later stops it anew.',
    params: SenderParam,
    response: z.object({ lifted: z.literal(true) }),
  }),

  checkEligibility: route({
    method: 'post',
    path: '/api/handoffs/eligibility',
    tag: 'Invites',
    summary: 'May this caller of another IVR be offered the chat? The same rules as for calls that Relevo answers.',
    body: EligibilityQuestion,
    response: EligibilityVerdict,
    refusals: ['number-invalid', 'flow-not-found', 'flow-has-no-offer', 'too-many-requests'],
  }),
  createHandoff: route({
    method: 'post',
    path: '/api/handoffs',
    tag: 'Invites',
    summary: 'Write to this caller of another IVR, who has agreed to it. The chat opens with what the call knows.',
    headers: IdempotencyHeader,
    body: NewHandoff,
    status: 201,
    response: CreatedHandoff,
    refusals: [
      'idempotency-key-missing',
      'idempotency-key-reused',
      'not-eligible',
      'number-invalid',
      'flow-not-found',
      'flow-has-no-offer',
      'consent-too-old',
      'context-too-large',
      'template-unavailable',
      'template-reveals-call',
      'template-values-missing',
      'too-many-requests',
    ],
  }),
  handoffStatus: route({
    method: 'get',
    path: '/api/handoffs/:id',
    tag: 'Invites',
    summary: 'How far an invite has come, with everything that happened to it.',
    params: HandoffIdParam,
    response: HandoffStatus,
    refusals: ['handoff-not-found', 'too-many-requests'],
  }),

  chatPerson: route({
    method: 'get',
    path: '/api/chats/:id/person',
    tag: 'Chats',
    summary: 'Who writes in a chat: under which names, and who else uses the number.',
    params: ChatIdParam,
    response: ChatPerson,
    refusals: ['chat-not-found', 'chat-not-yours'],
  }),
  nameChatPerson: route({
    method: 'post',
    path: '/api/chats/:id/person',
    tag: 'Chats',
    summary: 'Say that another person writes from this number: the next chat asks, and invites tell nothing of a call.',
    params: ChatIdParam,
    body: WhoWrites,
    response: ChatPerson,
    refusals: ['chat-not-found', 'chat-not-yours', 'chat-closed', 'person-not-found', 'too-many-people'],
  }),
  splitChatPerson: route({
    method: 'post',
    path: '/api/chats/:id/person/split',
    tag: 'Chats',
    summary: 'Take a record off that was joined to this person: they are two people, and are not joined again by themselves.',
    params: ChatIdParam,
    body: ContactSplit,
    response: ChatPerson,
    refusals: ['chat-not-found', 'not-merged'],
  }),

  chatResets: route({
    method: 'get',
    path: '/api/chats/:id/reset',
    tag: 'Chats',
    summary: 'What of the live session of the person in a chat can be reset now, and what will happen.',
    params: ChatIdParam,
    response: ResetChoices,
    refusals: ['chat-not-found', 'chat-not-yours'],
  }),
  resetChatPerson: route({
    method: 'post',
    path: '/api/chats/:id/reset',
    tag: 'Chats',
    summary: 'Reset what was chosen of the session of the person in a chat; a call that is on now goes on. Answers what can be reset then.',
    params: ChatIdParam,
    body: ChatReset,
    response: ResetChoices,
    refusals: ['chat-not-found', 'chat-not-yours', 'chat-closed', 'reset-changed'],
  }),
  personResets: route({
    method: 'post',
    path: '/api/person-resets/look',
    tag: 'Operations',
    summary: 'What of the live session of the person with a number can be reset now, and what will happen. Changes nothing.',
    body: ResetNumber,
    response: ResetChoices,
    refusals: ['number-invalid', 'contact-not-found'],
  }),
  resetPerson: route({
    method: 'post',
    path: '/api/person-resets',
    tag: 'Operations',
    summary: 'Reset what was chosen of the session of the person with a number. Answers what can be reset then.',
    body: PersonReset,
    response: ResetChoices,
    refusals: ['number-invalid', 'contact-not-found', 'reset-changed'],
  }),

  callbacks: route({
    method: 'get',
    path: '/api/callbacks',
    tag: 'Calls back',
    summary: 'The calls that were promised and are not over, the next first: of the teams of an agent, all for supervisors.',
    query: PageQuery,
    response: pageOf(PromisedCall),
  }),
  promiseCall: route({
    method: 'post',
    path: '/api/chats/:id/call-back',
    tag: 'Calls back',
    summary: 'Promise a call to somebody who left a voice message: your own phone rings first, at an hour at which they may be called.',
    params: ChatIdParam,
    status: 201,
    response: CallPromise,
    refusals: ['chat-not-found', 'chat-not-yours', 'chat-closed', 'callback-pending', 'call-not-possible'],
  }),
  cancelCallback: route({
    method: 'post',
    path: '/api/callbacks/:id/cancel',
    tag: 'Calls back',
    summary: 'Take a promised call back. A phone that rings for it stops; who talks already is left alone.',
    params: CallbackIdParam,
    refusals: ['callback-not-found', 'callback-over'],
  }),

  entryLinks: route({
    method: 'get',
    path: '/api/entry-links',
    tag: 'Entries',
    summary: 'The links, QR codes and buttons by which somebody writes without a call, newest first.',
    query: PageQuery,
    response: pageOf(EntryLinkView),
  }),
  addEntryLink: route({
    method: 'post',
    path: '/api/entry-links',
    tag: 'Entries',
    summary: 'Make a wa.me link with a reference code; its QR code and its button come with it.',
    body: NewEntryLink,
    status: 201,
    response: EntryLinkView,
    refusals: ['too-many-entry-links'],
  }),
  retireEntryLink: route({
    method: 'post',
    path: '/api/entry-links/:code/retire',
    tag: 'Entries',
    summary: 'Have the code mean nothing more: who uses it gets a chat like any other.',
    params: EntryCodeParam,
    response: EntryLinkView,
    refusals: ['entry-link-not-found'],
  }),

  webhookEndpoints: route({
    method: 'get',
    path: '/api/webhook-endpoints',
    tag: 'Webhooks',
    summary: 'Who is told what happens to invites.',
    query: PageQuery,
    response: pageOf(WebhookEndpointView),
  }),
  addWebhookEndpoint: route({
    method: 'post',
    path: '/api/webhook-endpoints',
    tag: 'Webhooks',
    summary: 'Have an address told; its secret is shown once.',
    body: NewWebhookEndpoint,
    status: 201,
    response: WebhookSecret,
    refusals: ['endpoint-address', 'too-many-endpoints'],
  }),
  changeWebhookEndpoint: route({
    method: 'patch',
    path: '/api/webhook-endpoints/:id',
    tag: 'Webhooks',
    summary: 'Change an endpoint, switch it off or on.',
    params: EndpointIdParam,
    body: WebhookEndpointChange,
    response: WebhookEndpointView,
    refusals: ['endpoint-not-found', 'endpoint-address'],
  }),
  changeWebhookSecret: route({
    method: 'post',
    path: '/api/webhook-endpoints/:id/secret',
    tag: 'Webhooks',
    summary: 'Make another secret; the one before signs as well for a day.',
    params: EndpointIdParam,
    response: WebhookSecret,
    refusals: ['endpoint-not-found'],
  }),
  removeWebhookEndpoint: route({
    method: 'delete',
    path: '/api/webhook-endpoints/:id',
    tag: 'Webhooks',
    summary: 'Tell an address nothing more.',
    params: EndpointIdParam,
    refusals: ['endpoint-not-found'],
  }),
  webhookDeliveries: route({
    method: 'get',
    path: '/api/webhook-deliveries',
    tag: 'Webhooks',
    summary: 'What was sent to endpoints and what came of it, newest first.',
    query: PageQuery,
    response: pageOf(WebhookDelivery),
  }),
  replayWebhookDelivery: route({
    method: 'post',
    path: '/api/webhook-deliveries/:id/replay',
    tag: 'Webhooks',
    summary: 'Send one again, under the same id.',
    params: DeliveryIdParam,
    status: 202,
    response: WebhookDelivery,
    refusals: ['delivery-not-found'],
  }),

  users: route({
    method: 'get',
    path: '/api/users',
    tag: 'Users',
    summary: 'Who may sign in.',
    query: PageQuery,
    response: pageOf(UserView),
  }),
  createUser: route({
    method: 'post',
    path: '/api/users',
    tag: 'Users',
    summary: 'Add somebody.',
    body: NewUser,
    status: 201,
    response: CreatedUser,
  }),
  changeUser: route({
    method: 'patch',
    path: '/api/users/:id',
    tag: 'Users',
    summary: 'Change or disable somebody.',
    params: UserId,
    body: UserChange,
    response: UserView,
  }),
  setPassword: route({
    method: 'put',
    path: '/api/users/:id/password',
    tag: 'Users',
    summary: 'Set a password; ends every session of the user.',
    params: UserId,
    body: NewPassword,
    response: SetPassword,
  }),
  apiKeys: route({
    method: 'get',
    path: '/api/api-keys',
    tag: 'Users',
    summary: 'The keys of machines.',
    query: PageQuery,
    response: pageOf(ApiKeyView),
  }),
  createApiKey: route({
    method: 'post',
    path: '/api/api-keys',
    tag: 'Users',
    summary: 'Make a key for a machine; its secret is shown once.',
    body: NewApiKey,
    status: 201,
    response: CreatedApiKey,
  }),
  revokeApiKey: route({ method: 'delete', path: '/api/api-keys/:id', tag: 'Users', summary: 'Revoke a key at once.', params: KeyId }),
} as const;

export type ApiRouteId = keyof typeof API;
/** What a route answers, as the page gets it. */
export type ApiAnswer<K extends ApiRouteId> = (typeof API)[K] extends { response: infer R extends z.ZodType } ? z.output<R> : undefined;
/** What a route takes as its body, as the page sends it. */
export type ApiBody<K extends ApiRouteId> = (typeof API)[K] extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;

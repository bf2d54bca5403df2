import type { RecordKind, RecordRef } from '../../base/changes.ts';
import { shardOfId } from '../../base/ids.ts';

/** One family of keys, as docs/redis-keys.md lists it. Patterns: `{sNN}` is a person's shard, `<…>` a variable part. */
export interface KeyFamily {
  readonly pattern: string;
  readonly type: 'string' | 'hash' | 'list' | 'set' | 'sorted set' | 'stream';
  /** How long a key lives, in words. */
  readonly ttl: string;
  /** The file that alone reads and writes it. */
  readonly owner: string;
  readonly holds: string;
}

/** Everything of one shard shares this hash tag, so that a commit touches one slot of a Redis Cluster. */
function tag(shard: number): string {
  return shard < 10 ? `{s0${shard}}` : `{s${shard}}`;
}

// ---- A person's shard: records, parts, marks, timers, ledger, events ------------------------------------------------

const SHARD_KEYS = {
  record: {
    pattern: '{sNN}:<kind>:<id>',
    type: 'string',
    ttl: 'set by each write',
    owner: 'store/redis/redis-store.ts',
    holds: 'A contact, call, handoff, chat, voicemail or callback, or a set of settings: its version, a bar, its JSON.',
  },
  parts: {
    pattern: '{sNN}:parts:<kind>:<id>',
    type: 'hash',
    ttl: 'that of its last part',
    owner: 'store/redis/redis-store.ts',
    holds:
      'The long list of a record (messages of a chat; what was entered in a call that is over): field to JSON. Goes with the record when that is deleted.',
  },
  mark: {
    pattern: '{sNN}:mark:<name>',
    type: 'string',
    ttl: 'set by each mark',
    owner: 'store/redis/redis-store.ts',
    holds: '"This has happened": what makes a repeated webhook happen once.',
  },
  name: {
    pattern: '{sNN}:name:<keyed hash>',
    type: 'string',
    ttl: 'set by each pointer',
    owner: 'store/redis/redis-store.ts',
    holds: 'The id that a carrier’s message id, a business-scoped id or a reference code points at.',
  },
  due: {
    pattern: '{sNN}:due',
    type: 'sorted set',
    ttl: 'none',
    owner: 'store/redis/timers.ts',
    holds: 'Timer ids by the time they are due, or until which they are leased; ms.',
  },
  timers: {
    pattern: '{sNN}:timers',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/timers.ts',
    holds: 'Timer id to its due time, a bar, its payload as JSON.',
  },
  consent: {
    pattern: '{sNN}:ledger:consent',
    type: 'stream',
    ttl: 'none; an entry is erased with the person',
    owner: 'store/redis/redis-store.ts',
    holds: 'Consent receipts; field `e` is JSON.',
  },
  events: {
    pattern: '{sNN}:events',
    type: 'stream',
    ttl: 'none; trimmed to a length',
    owner: 'store/redis/event-log.ts',
    holds: 'The slice of the event log; field `e` is JSON. Groups `effects` and `archive`.',
  },
  dead: {
    pattern: '{sNN}:dead',
    type: 'hash',
    ttl: '30 days after the last burial',
    owner: 'store/redis/event-log.ts',
    holds: 'Events that could not be handled, `<group>:<event id>` to event, reason and time as JSON.',
  },
} as const satisfies Record<string, KeyFamily>;

export function recordKey(ref: RecordRef): string {
  return `${tag(shardOfRef(ref))}:${ref.kind}:${ref.id}`;
}

export function partsKey(owner: RecordRef): string {
  return `${tag(shardOfRef(owner))}:parts:${owner.kind}:${owner.id}`;
}

export function markKey(shard: number, name: string): string {
  return `${tag(shard)}:mark:${name}`;
}

/** `hash`: a keyed hash of the name, never the name itself. */
export function nameKey(shard: number, hash: string): string {
  return `${tag(shard)}:name:${hash}`;
}

export function dueKey(shard: number): string {
  return `${tag(shard)}:due`;
}

export function timersKey(shard: number): string {
  return `${tag(shard)}:timers`;
}

export function consentKey(shard: number): string {
  return `${tag(shard)}:ledger:consent`;
}

export function eventsKey(shard: number): string {
  return `${tag(shard)}:events`;
}

export function deadKey(shard: number): string {
  return `${tag(shard)}:dead`;
}

const KIND_PREFIX: Record<RecordKind, string> = {
  contact: 'p_',
  call: 'c_',
  handoff: 'h_',
  chat: 't_',
  voicemail: 'v_',
  callback: 'b_',
  settings: 's_',
};

/** The shard a record lives in. Throws on an id that is none of its kind: a bug. */
export function shardOfRef(ref: RecordRef): number {
  const shard = ref.id.startsWith(KIND_PREFIX[ref.kind]) ? shardOfId(ref.id) : undefined;
  if (shard === undefined) throw new Error(`"${ref.id}" is no id of a ${ref.kind}`);
  return shard;
}

// ---- The whole installation: what belongs to no person --------------------------------------------------------------

const INSTALLATION_KEYS = {
  layout: {
    pattern: '{all}:layout',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/shards.ts',
    holds: 'What is fixed at first start: `shards`, the number of shards.',
  },
  queueFigures: {
    pattern: '{all}:queues',
    type: 'hash',
    ttl: '10 minutes after the last figure',
    owner: 'store/redis/queue-board.ts',
    holds: 'Voice queue to its wait, size and time of measurement as JSON.',
  },
  process: {
    pattern: '{all}:process',
    type: 'string',
    ttl: '10 seconds, renewed',
    owner: 'store/redis/process-lease.ts',
    holds: 'The one process that serves while no ClickHouse is set: host and process id.',
  },
  flowFaults: {
    pattern: '{all}:flow-faults',
    type: 'hash',
    ttl: '30 days after the last fault',
    owner: 'store/redis/fault-board.ts',
    holds: 'Release to how often one of its steps failed by a bug.',
  },
} as const satisfies Record<string, KeyFamily>;

export const LAYOUT_KEY = INSTALLATION_KEYS.layout.pattern;
export const QUEUE_FIGURES_KEY = INSTALLATION_KEYS.queueFigures.pattern;
export const PROCESS_KEY = INSTALLATION_KEYS.process.pattern;
export const FLOW_FAULTS_KEY = INSTALLATION_KEYS.flowFaults.pattern;

// ---- Desk: agents' presence, waiting chats, canned replies (store/redis/agent-board.ts, chat-index.ts) ---------------

export const DESK_KEYS = {
  presence: {
    pattern: '{desk}:presence',
    type: 'hash',
    ttl: '1 day after the last heartbeat of anybody',
    owner: 'store/redis/agent-board.ts',
    holds: 'Agent to name, teams, skills, status, capacity and when last seen, as JSON.',
  },
  seats: {
    pattern: '{desk}:seats:<user id>',
    type: 'sorted set',
    ttl: 'none; a seat goes with its chat',
    owner: 'store/redis/agent-board.ts',
    holds: 'The chats an agent holds, by when they were taken (ms); of `phone:<user id>` the callback for which the phone rings.',
  },
  offers: {
    pattern: '{desk}:offers',
    type: 'hash',
    ttl: 'none; an offer goes when its chat no longer waits',
    owner: 'store/redis/agent-board.ts',
    holds: 'Waiting chat to the end of its offer (ms) and the agents asked so far.',
  },
  refusedPhones: {
    pattern: '{desk}:refused-phones',
    type: 'hash',
    ttl: 'none; an entry goes when the agent’s phone is set anew',
    owner: 'store/redis/refused-phones.ts',
    holds: 'Agent, or `agent-dial`, to the phone that the carrier refuses to call, its code and when, as JSON.',
  },
  firstReplies: {
    pattern: '{desk}:first-replies',
    type: 'sorted set',
    ttl: 'none; the newest fifty are kept',
    owner: 'store/redis/agent-board.ts',
    holds: 'How long customers waited for a human’s first reply: `<chat>:<seconds>` by time.',
  },
  signals: {
    pattern: '{desk}:signals',
    type: 'stream',
    ttl: 'none; about a thousand are kept',
    owner: 'store/redis/agent-board.ts',
    holds: 'What desks tell each other and forget: typing, viewing, "look again"; field `e` is JSON.',
  },
  openChats: {
    pattern: '{desk}:open',
    type: 'hash',
    ttl: 'none; an entry goes when its chat closes',
    owner: 'store/redis/chat-index.ts',
    holds: 'Open chat to its version, its agent and what lists and routing need, as JSON.',
  },
  waitingChats: {
    pattern: '{desk}:waiting',
    type: 'hash',
    ttl: 'none; an entry goes when its chat no longer waits',
    owner: 'store/redis/chat-index.ts',
    holds: 'The same for the chats that wait for a human.',
  },
  goneChat: {
    pattern: '{desk}:gone:<chat id>',
    type: 'string',
    ttl: '1 day',
    owner: 'store/redis/chat-index.ts',
    holds: 'The version with which a chat left the index, so that older news does not bring it back.',
  },
  openCallbacks: {
    pattern: '{desk}:callbacks',
    type: 'hash',
    ttl: 'none; an entry goes when its callback is over',
    owner: 'store/redis/callback-index.ts',
    holds: 'Open callback to its version, a bar, and what turns and lists need, as JSON.',
  },
  goneCallback: {
    pattern: '{desk}:gone-callback:<callback id>',
    type: 'string',
    ttl: '1 day',
    owner: 'store/redis/callback-index.ts',
    holds: 'The version with which a callback left the index, so that older news does not bring it back.',
  },
  canned: {
    pattern: '{desk}:canned',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/desk-settings.ts',
    holds: 'The canned replies, as JSON, once they were changed.',
  },
  hours: {
    pattern: '{desk}:hours',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/desk-settings.ts',
    holds: 'The opening hours of the desk, as JSON, once they were set.',
  },
} as const satisfies Record<string, KeyFamily>;

/** `userId` '' gives the prefix of all. */
export function seatsKey(userId: string): string {
  return `{desk}:seats:${userId}`;
}

export function goneChatKey(chatId: string): string {
  return `{desk}:gone:${chatId}`;
}

export function goneCallbackKey(callbackId: string): string {
  return `{desk}:gone-callback:${callbackId}`;
}

// ---- Access: users, sessions, API keys, attempt limits (store/redis/user-store.ts, session-store.ts, …) -------------

export const ACCESS_KEYS = {
  users: {
    pattern: '{all}:users',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/user-store.ts',
    holds:
      'User id to version, a bar, and the user with the argon2id hash of the password and the encrypted secret of the second factor as JSON.',
  },
  usernames: {
    pattern: '{all}:usernames',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/user-store.ts',
    holds: 'User name to user id.',
  },
  subjects: {
    pattern: '{all}:user-subjects',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/user-store.ts',
    holds: 'Issuer and subject of an identity provider to user id.',
  },
  session: {
    pattern: 'session:<keyed hash>',
    type: 'string',
    ttl: '12 hours after the last use, 7 days after sign-in',
    owner: 'store/redis/session-store.ts',
    holds: 'Who signed in and when, as JSON.',
  },
  sessionsOf: {
    pattern: 'sessions-of:<user id>',
    type: 'set',
    ttl: '7 days after the last sign-in',
    owner: 'store/redis/session-store.ts',
    holds: 'The hashes of a user’s sessions, so that all can be ended.',
  },
  usedSignIn: {
    pattern: 'sign-in-used:<keyed hash>',
    type: 'string',
    ttl: '10 minutes',
    owner: 'store/redis/used-sign-ins.ts',
    holds: 'That somebody came back from the identity provider with this sign-in: it is not taken twice.',
  },
  secondFactorRoles: {
    pattern: '{all}:second-factor-roles',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/second-factor-duty.ts',
    holds: 'The roles that must have a second factor, as JSON.',
  },
  apiKeys: {
    pattern: '{all}:api-keys',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/api-key-store.ts',
    holds: 'Key id to its name, role and the keyed hash of its secret as JSON.',
  },
  apiKeyUses: {
    pattern: '{all}:api-key-uses',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/api-key-store.ts',
    holds: 'Key id to its last use, ms.',
  },
  requests: {
    pattern: 'requests:<key id>',
    type: 'string',
    ttl: 'a minute after the first request',
    owner: 'store/redis/key-limits.ts',
    holds: 'How often an API key asked in this minute.',
  },
  attemptsByName: {
    pattern: 'attempts:name:<keyed hash>',
    type: 'string',
    ttl: 'an hour after the first attempt',
    owner: 'store/redis/attempt-limits.ts',
    holds: 'Failed attempts to sign in under one user name, from addresses where it was not signed in lately.',
  },
  attemptsByNameAndAddress: {
    pattern: 'attempts:both:<keyed hash>',
    type: 'string',
    ttl: '15 minutes after the first attempt',
    owner: 'store/redis/attempt-limits.ts',
    holds: 'Failed attempts to sign in under one user name from one network address.',
  },
  signedInFrom: {
    pattern: 'signed-in-from:<keyed hash>',
    type: 'string',
    ttl: '30 days after the last sign-in',
    owner: 'store/redis/attempt-limits.ts',
    holds: 'That a user name was signed in from a network address.',
  },
  attemptsByAddress: {
    pattern: 'attempts:address:<keyed hash>',
    type: 'string',
    ttl: '15 minutes after the first attempt',
    owner: 'store/redis/attempt-limits.ts',
    holds: 'Failed attempts to sign in from one network address.',
  },
} as const satisfies Record<string, KeyFamily>;

export const USERS_KEY = ACCESS_KEYS.users.pattern;
export const USERNAMES_KEY = ACCESS_KEYS.usernames.pattern;
export const USER_SUBJECTS_KEY = ACCESS_KEYS.subjects.pattern;
export const SECOND_FACTOR_ROLES_KEY = ACCESS_KEYS.secondFactorRoles.pattern;
export const API_KEYS_KEY = ACCESS_KEYS.apiKeys.pattern;
export const API_KEY_USES_KEY = ACCESS_KEYS.apiKeyUses.pattern;
export const ATTEMPTS_BY_NAME_PREFIX = 'attempts:name';
export const ATTEMPTS_BY_ADDRESS_PREFIX = 'attempts:address';
export const ATTEMPTS_BY_NAME_AND_ADDRESS_PREFIX = 'attempts:both';

/** `hash`: the keyed hash of the address and the user name. */
export function signedInFromKey(hash: string): string {
  return `signed-in-from:${hash}`;
}

export function requestsKey(keyId: string): string {
  return `requests:${keyId}`;
}

/** `id`: the keyed hash of the cookie’s secret. */
export function sessionKey(id: string): string {
  return `session:${id}`;
}

/** `hash`: the keyed hash of the state that was sent along. */
export function usedSignInKey(hash: string): string {
  return `sign-in-used:${hash}`;
}

export function sessionsOfKey(userId: string): string {
  return `sessions-of:${userId}`;
}

// ---- The audit trail (store/redis/audit-trail.ts) ---------------------------------------------------------------------

export const AUDIT_KEYS = {
  entries: {
    pattern: '{audit}:entries:<segment>',
    type: 'stream',
    ttl: 'none: kept for good',
    owner: 'store/redis/audit-trail.ts',
    holds: 'Ten thousand entries of the audit trail; the id is the number of the entry, field `e` its JSON, `h` its signature.',
  },
  head: {
    pattern: '{audit}:head',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/audit-trail.ts',
    holds: 'Number, signature and time of the newest entry.',
  },
  days: {
    pattern: '{audit}:days',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/audit-trail.ts',
    holds: 'Day (UTC) to number, signature and time of its last entry: what shows that an end was cut off.',
  },
} as const satisfies Record<string, KeyFamily>;

export const AUDIT_HEAD_KEY = AUDIT_KEYS.head.pattern;
export const AUDIT_DAYS_KEY = AUDIT_KEYS.days.pattern;

export function auditSegmentKey(segment: number): string {
  return `{audit}:entries:${segment}`;
}

// ---- Flows: releases, assignments (store/redis/release-store.ts) ----------------------------------------------------

export const FLOW_KEYS = {
  releases: {
    pattern: '{flows}:releases:<flow id>',
    type: 'hash',
    ttl: 'none: kept for good',
    owner: 'store/redis/release-store.ts',
    holds: 'Release number to the release as JSON. Written once, never changed.',
  },
  flowIds: {
    pattern: '{flows}:ids',
    type: 'set',
    ttl: 'none',
    owner: 'store/redis/release-store.ts',
    holds: 'The ids of the flows that have a release.',
  },
  numbers: {
    pattern: '{flows}:numbers',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/release-store.ts',
    holds: 'Our own number, E.164, to the flow that answers it, or `flow:alias` where that is not `live`.',
  },
  sources: {
    pattern: '{flows}:sources:<flow id>',
    type: 'hash',
    ttl: 'none: kept for good',
    owner: 'store/redis/release-store.ts',
    holds: 'Release number to the texts of its two files, as they were written, as JSON.',
  },
  heads: {
    pattern: '{flows}:heads:<flow id>',
    type: 'hash',
    ttl: 'none: kept for good',
    owner: 'store/redis/release-store.ts',
    holds: 'Release number to the release without its content, as JSON: the history.',
  },
  aliases: {
    pattern: '{flows}:aliases:<flow id>',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/release-store.ts',
    holds:
      'Alias (`live`, `pilot`, …) to its release (0: none), the one before, who moved it, when and why, as JSON. No `live`: the newest.',
  },
  moves: {
    pattern: '{flows}:moves:<flow id>',
    type: 'list',
    ttl: 'none; the newest 500 are kept',
    owner: 'store/redis/release-store.ts',
    holds: 'How the aliases were moved, newest first, as JSON.',
  },
  folder: {
    pattern: '{flows}:folder',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/release-store.ts',
    holds: 'Flow to the fingerprint of the file that was last taken from the flows folder.',
  },
  draft: {
    pattern: '{flows}:draft:<flow id>',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/draft-store.ts',
    holds:
      '`revision`, which counts every change; while there is a draft `head` (who, when, from which release, as JSON), `flow` and `cases`, the texts.',
  },
  drafts: {
    pattern: '{flows}:drafts',
    type: 'set',
    ttl: 'none',
    owner: 'store/redis/draft-store.ts',
    holds: 'The ids of the flows that have a draft.',
  },
  scheduled: {
    pattern: '{flows}:scheduled',
    type: 'hash',
    ttl: 'none; an entry goes when it is published or cancelled',
    owner: 'store/redis/schedule-store.ts',
    holds: 'Flow to the draft’s revision that is published later, when, by whom, with which note, and why it was refused, as JSON.',
  },
  scheduledDue: {
    pattern: '{flows}:scheduled-due',
    type: 'sorted set',
    ttl: 'none',
    owner: 'store/redis/schedule-store.ts',
    holds: 'Flow by the time at which its draft is published, or until which that is leased; ms.',
  },
  tables: {
    pattern: '{flows}:tables',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/table-store.ts',
    holds: 'Table to its revision; what each instance looks at to know what changed.',
  },
  tableHistory: {
    pattern: '{flows}:table:<table>',
    type: 'list',
    ttl: 'none; the newest 50 states are kept',
    owner: 'store/redis/table-store.ts',
    holds: 'The states of a table, newest first, with their revision, who made them and their rows, as JSON. The first is what it is now.',
  },
  tableFolder: {
    pattern: '{flows}:table-folder',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/table-store.ts',
    holds: 'Table to the fingerprint of the file that was last taken from the folder flows/tables.',
  },
  approvals: {
    pattern: '{flows}:approvals',
    type: 'hash',
    ttl: 'none; an entry goes when it is decided',
    owner: 'store/redis/approval-store.ts',
    holds: 'Flow and what is to be done with it to what a second person was asked: by whom, when, why and what, as JSON.',
  },
  approved: {
    pattern: '{flows}:approved:<flow id>',
    type: 'list',
    ttl: 'none; the newest 200 are kept',
    owner: 'store/redis/approval-store.ts',
    holds: 'What became of the requests, newest first, as JSON.',
  },
  studio: {
    pattern: '{flows}:studio',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/approval-store.ts',
    holds: 'Whether publishing takes two people, as JSON.',
  },
  present: {
    pattern: '{flows}:present:<flow id>',
    type: 'hash',
    ttl: 'an hour after the last sign of anybody',
    owner: 'store/redis/presence-board.ts',
    holds: 'Page to who has the draft open there, since when, which step is selected and when last seen, as JSON.',
  },
} as const satisfies Record<string, KeyFamily>;

export function releasesKey(flowId: string): string {
  return `{flows}:releases:${flowId}`;
}

export function sourcesKey(flowId: string): string {
  return `{flows}:sources:${flowId}`;
}

export function headsKey(flowId: string): string {
  return `{flows}:heads:${flowId}`;
}

export function aliasesKey(flowId: string): string {
  return `{flows}:aliases:${flowId}`;
}

export function movesKey(flowId: string): string {
  return `{flows}:moves:${flowId}`;
}

export function draftKey(flowId: string): string {
  return `{flows}:draft:${flowId}`;
}

export function tableHistoryKey(table: string): string {
  return `{flows}:table:${table}`;
}

export function approvedKey(flowId: string): string {
  return `{flows}:approved:${flowId}`;
}

export function presentKey(flowId: string): string {
  return `{flows}:present:${flowId}`;
}

/** The channel on which instances tell each other what happens in the studio; nothing is kept of it. */
export const FLOW_NEWS_CHANNEL = '{flows}:news';

// ---- Sending: rate limits and template states -----------------------------------------------------------------------

export const SENDING_KEYS = {
  pace: {
    pattern: '{all}:pace:<sender>',
    type: 'string',
    ttl: 'an hour after the last message',
    owner: 'store/redis/sender-pace.ts',
    holds: 'The moment at which the next message of this sender may leave, in microseconds. The sender is our own number.',
  },
  pair: {
    pattern: '{all}:pair:<sender>:<contact id>',
    type: 'string',
    ttl: '10 minutes after the last message',
    owner: 'store/redis/sender-pace.ts',
    holds: 'How far the messages of this sender to one person are ahead of one every six seconds, as a moment in microseconds.',
  },
  begun: {
    pattern: '{all}:begun:<sender>',
    type: 'sorted set',
    ttl: '25 hours after the last person',
    owner: 'store/redis/carrier-board.ts',
    holds: 'The people, by id, with whom the sender began a conversation within 24 hours, by when (ms): the messaging limit.',
  },
  senderStops: {
    pattern: '{all}:sender-stops',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/carrier-board.ts',
    holds: 'Our sender to why, since and until when nothing is begun from it, or when and by whom that was lifted, as JSON.',
  },
  templateStates: {
    pattern: '{all}:template-states',
    type: 'string',
    ttl: 'none',
    owner: 'store/redis/template-memory.ts',
    holds: 'What the carrier last said of each wording of the templates, as JSON.',
  },
  templateHolds: {
    pattern: '{all}:template-holds',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/carrier-board.ts',
    holds: 'The carrier’s id of a wording to why and until when it is left alone, as JSON.',
  },
  carrierFailures: {
    pattern: '{all}:carrier-failures',
    type: 'hash',
    ttl: '7 days after the last failure',
    owner: 'store/redis/carrier-board.ts',
    holds: 'Code and class of a failure to how often it was met and when last (ms).',
  },
} as const satisfies Record<string, KeyFamily>;

export function paceKey(sender: string): string {
  return `{all}:pace:${sender}`;
}

export function pairKey(sender: string, contactId: string): string {
  return `{all}:pair:${sender}:${contactId}`;
}

export function begunKey(sender: string): string {
  return `{all}:begun:${sender}`;
}

// ---- Offers: counters against pumping, stops, line types (store/redis/budgets.ts, line-cache.ts) ---------------------

export const OFFER_KEYS = {
  budget: {
    pattern: '{budgets}:count:<scope>:<name>',
    type: 'hash',
    ttl: '31 days after the last invite',
    owner: 'store/redis/budgets.ts',
    holds: 'Invites by ten minutes and by hour: of a caller (keyed hash), a block of ten thousand numbers, a country, all.',
  },
  replies: {
    pattern: '{budgets}:replies:<name>',
    type: 'hash',
    ttl: '31 days after the last reply',
    owner: 'store/redis/budgets.ts',
    holds: 'Answered invites of a block of numbers, by ten minutes and by hour.',
  },
  taken: {
    pattern: '{budgets}:taken:<handoff>',
    type: 'string',
    ttl: '2 days; 30 days for a reply',
    owner: 'store/redis/budgets.ts',
    holds: 'This handoff is counted already.',
  },
  stops: {
    pattern: '{budgets}:stops',
    type: 'hash',
    ttl: 'none; a stop goes when an administrator lifts it',
    owner: 'store/redis/budgets.ts',
    holds: 'Where offers are stopped, why and since when, as JSON.',
  },
  line: {
    pattern: 'line:<keyed hash>',
    type: 'string',
    ttl: 'as the rule says, 14 days by default',
    owner: 'store/redis/line-cache.ts',
    holds: 'What a paid look-up said of a number’s line.',
  },
  lineDay: {
    pattern: 'line-day:<day>',
    type: 'string',
    ttl: '2 days',
    owner: 'store/redis/line-cache.ts',
    holds: 'How many look-ups were paid for on this day (UTC).',
  },
} as const satisfies Record<string, KeyFamily>;

export const BUDGET_STOPS_KEY = OFFER_KEYS.stops.pattern;

/** `name`: never a phone number; of a caller its keyed hash. */
export function budgetKey({ scope, name }: { readonly scope: string; readonly name: string }): string {
  return `{budgets}:count:${scope}:${name}`;
}

export function repliesKey({ name }: { readonly name: string }): string {
  return `{budgets}:replies:${name}`;
}

export function budgetTakenKey(key: string): string {
  return `{budgets}:taken:${key}`;
}

export function lineKey(hash: string): string {
  return `line:${hash}`;
}

export function lineDayKey(day: string): string {
  return `line-day:${day}`;
}

// ---- Other doors (store/redis/entry-link-store.ts) --------------------------------------------------------------------

export const ENTRY_KEYS = {
  links: {
    pattern: '{all}:entry-links',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/entry-link-store.ts',
    holds: 'Reference code to the link, QR code or button that carries it, as JSON.',
  },
} as const satisfies Record<string, KeyFamily>;

export const ENTRY_LINKS_KEY = ENTRY_KEYS.links.pattern;

// ---- Webhooks to others (store/redis/webhook-store.ts) ---------------------------------------------------------------

export const WEBHOOK_KEYS = {
  endpoints: {
    pattern: '{webhooks}:endpoints',
    type: 'hash',
    ttl: 'none',
    owner: 'store/redis/webhook-store.ts',
    holds: 'Endpoint id to its name, address and the events it wants, as JSON. Its secret is derived, not stored.',
  },
  delivery: {
    pattern: '{webhooks}:delivery:<id>',
    type: 'string',
    ttl: '30 days after the last try',
    owner: 'store/redis/webhook-store.ts',
    holds: 'One message to one endpoint with every try, as JSON; no number, no text.',
  },
  due: {
    pattern: '{webhooks}:due',
    type: 'sorted set',
    ttl: 'none; an entry goes when its delivery is done',
    owner: 'store/redis/webhook-store.ts',
    holds: 'Deliveries by the time they are due, or until which they are leased; ms.',
  },
  log: {
    pattern: '{webhooks}:log',
    type: 'sorted set',
    ttl: 'none; the newest 10,000 are kept',
    owner: 'store/redis/webhook-store.ts',
    holds: 'Deliveries by when they were made, ms: the delivery log.',
  },
} as const satisfies Record<string, KeyFamily>;

export function deliveryKey(id: string): string {
  return `{webhooks}:delivery:${id}`;
}

/** Every family of keys of the product, section by section: the source of docs/redis-keys.md. */
export const KEY_SECTIONS: readonly { readonly title: string; readonly families: Readonly<Record<string, KeyFamily>> }[] = [
  { title: 'A person’s shard', families: SHARD_KEYS },
  { title: 'The whole installation', families: INSTALLATION_KEYS },
  { title: 'Desk', families: DESK_KEYS },
  { title: 'Access', families: ACCESS_KEYS },
  { title: 'Audit trail', families: AUDIT_KEYS },
  { title: 'Flows', families: FLOW_KEYS },
  { title: 'Sending', families: SENDING_KEYS },
  { title: 'Offers', families: OFFER_KEYS },
  { title: 'Other doors', families: ENTRY_KEYS },
  { title: 'Webhooks to others', families: WEBHOOK_KEYS },
];

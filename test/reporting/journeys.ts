import type { DomainEvent, EventType } from '../../src/base/events.ts';
import type { CallId, ChatId, ContactId, HandoffId } from '../../src/base/ids.ts';

/** Noon of the day that the hand-made journeys are of. */
export const NOON_MS = Date.parse('2026-11-20T11:00:00Z');
/** 20 November 2026 in Madrid. */
export const DAY = { fromMs: Date.parse('2026-11-19T23:00:00Z'), toMs: Date.parse('2026-11-20T23:00:00Z') };

type Line = readonly [type: EventType, minute: number, data?: Record<string, unknown>];

/** Which ids an event carries: those of the call until it has led to a handoff, those of the chat from then on. */
function idsFor(type: EventType, n: number) {
  const call = { callId: `c_01_CALL${n}` as CallId };
  const handoff = { handoffId: `h_01_HANDOFF${n}` as HandoffId };
  const chat = { chatId: `t_01_CHAT${n}` as ChatId };
  if (type === 'handoff.engaged' || type === 'handoff.linked') return { ...call, ...handoff, ...chat };
  if (type === 'consent.recorded' || type.startsWith('handoff.')) return { ...call, ...handoff };
  if (type.startsWith('chat.')) return chat;
  return call;
}

/** The events of the n-th journey; minutes count from noon. */
export function journey(n: number, lines: readonly Line[]): DomainEvent[] {
  return lines.map(([type, minute, data], i) => {
    const atMs = NOON_MS + minute * 60_000;
    return {
      id: `${atMs}-${n * 100 + i}`,
      shard: 1,
      type,
      atMs,
      contactId: `p_01_PERSON${n}` as ContactId,
      ...idsFor(type, n),
      ...(data && { data }),
    };
  });
}

const ACCEPTED: readonly Line[] = [
  ['call.started', 0],
  ['call.step', 0, { steps: ['greeting', 'menu'] }],
  ['offer.made', 1, { trigger: 'menu' }],
  ['offer.accepted', 1],
  ['consent.recorded', 1],
  ['handoff.requested', 1],
];
const SENT: Line = ['handoff.sent', 1];
const DELIVERED: Line = ['handoff.delivered', 1];

/** Twelve journeys of one day, each a story that a person can check by hand. */
export const HAND_MADE: readonly DomainEvent[] = [
  // 1: to the end: accepted, delivered, read, answered, served, solved; never spoke to anybody on the phone.
  ...journey(1, [
    ...ACCEPTED,
    SENT,
    DELIVERED,
    ['handoff.read', 2],
    ['call.ended', 2, { reachedPerson: false }],
    ['handoff.engaged', 3],
    ['handoff.linked', 3, { method: 'button-token' }],
    ['chat.opened', 3],
    ['chat.assigned', 4],
    ['chat.replied', 5],
    ['chat.closed', 9, { disposition: 'solved' }],
    ['chat.surveyed', 9, { kind: 'resolved', after: 'close' }],
    ['chat.rated', 10, { kind: 'resolved', score: 1, positive: true }],
    ['chat.confirmed', 10],
  ]),
  // 2: offered twice in one call (declined, then accepted while queued), delivered, hung up, not answered yet.
  ...journey(2, [
    ['call.started', 0],
    ['offer.made', 1],
    ['offer.declined', 1],
    ['call.queued', 2],
    ['offer.made', 3],
    ['offer.accepted', 3],
    ['consent.recorded', 3],
    ['handoff.requested', 3],
    SENT,
    DELIVERED,
    ['call.abandoned', 4],
    ['call.ended', 4, { reachedPerson: false }],
  ]),
  // 3: accepted, not on WhatsApp; a text message went instead; back in the queue, answered by a person after 4 minutes.
  ...journey(3, [
    ...ACCEPTED,
    ['handoff.failed', 2, { class: 'unreachable', code: '63024' }],
    ['handoff.fellback', 2, { kind: 'sms' }],
    ['call.step', 2, { personAsked: true }],
    ['call.queued', 2],
    ['call.connected', 6, { afterAskedMs: 240_000 }],
    ['call.ended', 9, { reachedPerson: true }],
  ]),
  // 4: declined, asked for a person, who answered within three minutes.
  ...journey(4, [
    ['call.started', 0],
    ['offer.made', 1],
    ['offer.declined', 1, { person: true }],
    ['call.queued', 1],
    ['call.connected', 2, { afterAskedMs: 60_000 }],
    ['call.ended', 5, { reachedPerson: true }],
  ]),
  // 5: heard the offer and said nothing; gave up in the queue.
  ...journey(5, [
    ['call.started', 0],
    ['offer.made', 1],
    ['offer.ignored', 2],
    ['call.queued', 2],
    ['call.abandoned', 8],
    ['call.ended', 8],
  ]),
  // 6: hung up during the offer.
  ...journey(6, [
    ['call.started', 0],
    ['offer.made', 1],
    ['offer.abandoned', 1],
    ['call.ended', 1],
  ]),
  // 7: not offered, for two reasons, of which one was found twice.
  ...journey(7, [
    ['call.started', 0],
    [
      'offer.withheld',
      1,
      {
        reasons: [
          { rule: 'line-type', saw: 'landline' },
          { rule: 'desk-unstaffed', saw: '0' },
        ],
      },
    ],
    ['call.queued', 1],
    ['offer.withheld', 2, { reasons: [{ rule: 'desk-unstaffed', saw: '0' }] }],
    ['call.connected', 3],
    ['call.ended', 9],
  ]),
  // 8: withheld at first, offered later: counts as offered. Still on the line, has not answered the offer.
  ...journey(8, [
    ['call.started', 0],
    ['offer.withheld', 1, { reasons: [{ rule: 'desk-unstaffed', saw: '0' }] }],
    ['call.queued', 1],
    ['offer.made', 3],
  ]),
  // 9: an emergency: no offer.
  ...journey(9, [
    ['call.started', 0],
    ['call.ended', 1],
  ]),
  // 10: heard the safety sentence.
  ...journey(10, [
    ['call.started', 0],
    ['call.failed-over', 0],
    ['call.ended', 4],
  ]),
  // 11: accepted, the receipt is still out; on the line.
  ...journey(11, [...ACCEPTED, SENT]),
  // 12: accepted and delivered, phoned again an hour later (as journey 9 did not), and asked not to be written to.
  ...journey(12, [...ACCEPTED, SENT, DELIVERED, ['call.ended', 2], ['contact.opted-out', 5]]),
  // The return of 12: the call is a new one, the handoff is that of 12. It meets no offer.
  ...journey(13, [
    ['call.started', 62],
    ['call.ended', 63],
  ]),
  { ...journey(13, [['call.returned', 62, { hoursSince: 1 }]])[0], handoffId: 'h_01_HANDOFF12' } as DomainEvent,
  // A direct chat, and a call of the day before whose chat is closed today: in no stage.
  { ...journey(20, [['chat.opened', 4]])[0] } as DomainEvent,
  ...journey(21, [
    ['call.started', -24 * 60],
    ['offer.made', -24 * 60],
    ['chat.closed', 5, { disposition: 'other' }],
  ]),
];

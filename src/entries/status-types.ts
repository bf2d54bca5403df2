/** The events of an invite's life that are told to whoever asked for it: in its timeline and by webhook. */
export const STATUS_TYPES = [
  'handoff.requested',
  'handoff.sent',
  'handoff.delivered',
  'handoff.read',
  'handoff.failed',
  'handoff.fellback',
  'handoff.engaged',
  'handoff.linked',
  'handoff.expired',
  'handoff.withdrawn',
  'chat.opened',
  'chat.queued',
  'chat.assigned',
  'chat.replied',
  'chat.transferred',
  'chat.closed',
  'chat.confirmed',
  'chat.denied',
] as const;
export type StatusType = (typeof STATUS_TYPES)[number];

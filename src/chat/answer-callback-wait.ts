import type { Keyring } from '../base/keyring.ts';
import { bookCallback, callbackIdOf } from '../callbacks/book-callback.ts';
import { callbackTimes } from '../callbacks/callback-times.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ChatFlowEvent, ChatProgress, ChatWait } from '../flows/chat-outcomes.ts';
import type { CompiledFlow } from '../flows/compile-flow.ts';
import type { CallbackWait } from '../flows/outcomes.ts';
import type { ChatCallbackStep } from '../flows/schema/chat-steps.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';

interface Deps {
  readonly keyring: Pick<Keyring, 'hash'>;
  readonly outlook: () => Outlook;
}

interface Turn {
  readonly compiled: CompiledFlow;
  readonly contact: Contact | undefined;
}

export function isCallbackWait(wait: ChatWait): wait is CallbackWait {
  return wait.kind === 'callback-times' || wait.kind === 'callback' || wait.kind === 'callback-cancel';
}

/** What a callback step of the chat wants of us: the times there are, or that a call is promised with this chat's commit. */
export function answerCallbackWait(deps: Deps, draft: ChatDraft, turn: Turn, { wait }: ChatProgress): ChatFlowEvent {
  if (wait.kind === 'callback-times') return { type: 'CALLBACK_TIMES', times: timesFor(deps, draft, turn, wait.step) };
  if (wait.kind === 'callback') promise(deps, draft, turn, wait);
  else if (wait.kind === 'callback-cancel') takeBackCallback(draft, turn.contact);
  return { type: 'CALLBACK_DONE' };
}

function timesFor(deps: Deps, draft: ChatDraft, { compiled, contact }: Turn, step: string) {
  const { phone } = draft.chat.address;
  return callbackTimes(compiled.flow.chat.steps[step] as ChatCallbackStep, {
    nowMs: draft.nowMs,
    timeZone: compiled.flow.timeZone,
    desk: deps.outlook().desk,
    contact,
    ...(phone !== undefined && { phone }),
  });
}

function promise(deps: Deps, draft: ChatDraft, { compiled, contact }: Turn, wait: Extract<CallbackWait, { kind: 'callback' }>): void {
  const { chat, nowMs } = draft;
  const { phone } = chat.address;
  if (phone === undefined) return;
  const step = compiled.flow.chat.steps[wait.step] as ChatCallbackStep;
  const { flow } = compiled;
  const booked = bookCallback({
    id: callbackIdOf(deps.keyring, chat.id, `${chat.id}:${chat.lastMessage.seq}`),
    contactId: chat.contactId,
    to: phone,
    entryNumber: step.from ?? chat.card?.entryNumber ?? chat.sender,
    business: flow.business,
    language: chat.language,
    ...(chat.intent !== undefined && { intent: chat.intent }),
    flow: chat.flow,
    step: wait.step,
    team: step.team,
    skills: step.skills,
    origin: { kind: 'chat', chatId: chat.id },
    requestedAtMs: nowMs,
    asap: wait.asap,
    ...(wait.atMs !== undefined && { atMs: wait.atMs }),
    zone: wait.zone,
    callable: { from: step.callableFrom, to: step.callableTo },
    rules: {
      tries: step.tries,
      everyMinutes: step.everyMinutes,
      giveUpHours: step.giveUpHours,
    },
    ...(chat.card && { card: chat.card }),
    ...(contact?.pendingCallback && { replaces: contact.pendingCallback.callbackId }),
  });
  draft.writes.push(booked.write);
  draft.timers.push(booked.timer);
  draft.events.push(...booked.events);
  draft.pendingCallback = booked.pending;
}

/** The call that was promised is no longer wanted; true if there was one. */
export function takeBackCallback(draft: ChatDraft, contact: Pick<Contact, 'pendingCallback'> | undefined): boolean {
  const pending = contact?.pendingCallback;
  if (!pending) return false;
  draft.pendingCallback = null;
  addEvent(draft, 'callback.cancel-requested', { callbackId: pending.callbackId });
  return true;
}

/** The person's record with what the draft says of a promised call. Pure. */
export function withPendingCallback(contact: Contact, { pendingCallback: next }: Pick<ChatDraft, 'pendingCallback'>): Contact {
  if (next === undefined) return contact;
  const { pendingCallback: _, ...rest } = contact;
  return next === null ? rest : { ...rest, pendingCallback: next };
}

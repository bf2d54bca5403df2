import type { Store } from '../base/changes.ts';
import type { DomainEvent, NewEvent } from '../base/events.ts';
import { FAILURE_CLASSES, type FailureClass } from '../channels/delivery.ts';
import { FAILURE_REACTIONS } from '../channels/failure-reactions.ts';
import type { CarrierBoard } from './carrier-board.ts';

export interface ReactDeps {
  readonly store: Store;
  readonly board: CarrierBoard;
  /** Takes over at once what the board now says, instead of at the next look. */
  readonly boardChanged: () => Promise<void>;
  readonly failureNoted: (code: string, failure: FailureClass) => void;
}

const HOUR_MS = 3_600_000;
/** As long as Meta's first pause. Source: whatsapp/templates/template-pausing */
const TEMPLATE_HOLD_MS = 3 * HOUR_MS;

/**
 * What a failure means beyond its own handoff or chat: it is counted by its code, and stops the sender or holds the wording
 * where its class says so. From the event, so that a crash leaves nothing out; doing it twice stops and holds once.
 */
export async function reactToFailure(deps: ReactDeps, event: DomainEvent, sender: string): Promise<void> {
  const failure = failureOf(event);
  if (!failure) return;
  deps.failureNoted(failure.code, failure.class);
  await deps.board.noteFailure({ ...failure, atMs: event.atMs });
  // Only a failure that stands stops a sender: what is repeated may yet arrive.
  if (event.type !== 'handoff.retried') await stopSender(deps, event, failure, sender);
  await holdTemplate(deps, event, failure);
}

interface Found {
  readonly code: string;
  readonly class: FailureClass;
}

function failureOf({ data }: DomainEvent): Found | undefined {
  const found = FAILURE_CLASSES.find((each) => each === data?.class);
  return found && typeof data?.code === 'string' ? { code: data.code, class: found } : undefined;
}

async function stopSender(deps: ReactDeps, event: DomainEvent, failure: Found, sender: string): Promise<void> {
  const hours = FAILURE_REACTIONS[failure.class].stopsSenderHours;
  if (hours === undefined) return;
  const untilMs = hours === 0 ? undefined : event.atMs + hours * HOUR_MS;
  const stop = { sender, ...failure, atMs: event.atMs, eventId: event.id, ...(untilMs !== undefined && { untilMs }) };
  const standing = await deps.board.stopSender(stop);
  await deps.boardChanged();
  if (standing?.eventId !== event.id) return;
  await tell(deps, event, {
    type: 'sender.stopped',
    atMs: event.atMs,
    data: { sender, ...failure, ...(untilMs !== undefined && { untilMs }) },
  });
}

async function holdTemplate(deps: ReactDeps, event: DomainEvent, failure: Found): Promise<void> {
  const templateId = event.data?.templateId;
  if (!FAILURE_REACTIONS[failure.class].holdsTemplate || typeof templateId !== 'string') return;
  const untilMs = event.atMs + TEMPLATE_HOLD_MS;
  await deps.board.holdTemplate({ templateId, code: failure.code, atMs: event.atMs, untilMs, eventId: event.id });
  await deps.boardChanged();
  await tell(deps, event, { type: 'template.held', atMs: event.atMs, data: { templateId, code: failure.code, untilMs } });
}

async function tell({ store }: ReactDeps, cause: DomainEvent, event: NewEvent): Promise<void> {
  const about = { ...(cause.handoffId && { handoffId: cause.handoffId }), ...(cause.chatId && { chatId: cause.chatId }) };
  const mark = { name: `${event.type}:${cause.id}`, value: '1', ttlSeconds: 8 * 24 * 3600 };
  await store.commit({ shard: cause.shard, marks: [mark], events: [{ ...event, ...about }] });
}

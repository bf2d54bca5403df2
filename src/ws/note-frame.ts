import type { AuditNote } from '../access/audit.ts';
import type { AuditAction } from '../access/audit-actions.ts';
import { toAppError } from '../base/errors.ts';
import type { DeskCommand } from '../http/contract/desk.ts';
import type { DeskConnection } from './desk-connection.ts';
import type { DeskDeps } from './desk-deps.ts';

type NoteDeps = Pick<DeskDeps, 'trail' | 'log'>;

/** What of the desk stands in the audit trail; all else stands in the chat itself, with who did it. */
function actionOf(command: DeskCommand): AuditAction | undefined {
  if (command.type === 'mark') return 'person.marked';
  return command.type === 'claim' && command.takeOver ? 'chat.taken-over' : undefined;
}

function noteOf({ who, from }: DeskConnection, action: AuditAction, chatId: string): Omit<AuditNote, 'outcome'> {
  return { action, who, from, object: { kind: 'chat', id: chatId } };
}

/** Notes that a chat is opened, before it is shown. Throws `store-unavailable`: then it is not shown. */
export async function noteOpened({ trail }: NoteDeps, connection: DeskConnection, chatId: string): Promise<void> {
  await trail.note({ ...noteOf(connection, 'chat.opened', chatId), outcome: 'done' });
}

/** Does what a frame asks; a change that belongs into the audit trail is noted before and after, and not made unnoted. */
export async function noteFrame<T>(deps: NoteDeps, connection: DeskConnection, command: DeskCommand, work: () => Promise<T>): Promise<T> {
  const action = actionOf(command);
  if (action === undefined || !('chatId' in command)) return work();
  const note = noteOf(connection, action, command.chatId);
  const begun = await deps.trail.note({ ...note, outcome: 'begun' });
  const ended = (how: Pick<AuditNote, 'outcome' | 'code'>) =>
    deps.trail
      .note({ ...note, ...how, begun })
      .catch((error) => deps.log.error({ err: error, begun }, 'the end of a change could not be noted'));
  try {
    const answer = await work();
    await ended({ outcome: 'done' });
    return answer;
  } catch (thrown) {
    const { status, code } = toAppError(thrown);
    await ended({ outcome: status < 500 ? 'refused' : 'failed', code });
    throw thrown;
  }
}

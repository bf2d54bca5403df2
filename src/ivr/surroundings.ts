import { type Caller, lastDigits } from '../base/phone.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ChooseArm } from '../flows/experiments.ts';
import type { Surroundings } from '../flows/outcomes.ts';

/** A queue figure older than this is not known any more, in milliseconds. */
const QUEUE_FIGURE_MS = 120_000;

/** What conditions and wording of a call may look at, at this moment. */
export function surroundingsOf(
  nowMs: number,
  entryNumber: string,
  caller: Caller,
  contact: Contact | undefined,
  outlook: Outlook,
  chooseArm: ChooseArm,
): Surroundings {
  const { desk } = outlook;
  return {
    nowMs,
    entryNumber,
    chooseArm,
    caller: {
      known: contact !== undefined && contact.calls.length > 0,
      lineType: caller.kind === 'number' && caller.type !== 'unreachable' ? caller.type : 'unknown',
      earlierCalls: contact?.calls.length ?? 0,
      ...(caller.kind === 'number' && { lastDigits: lastDigits(caller.e164, 3) }),
      ...(caller.kind === 'number' && caller.country !== undefined && { country: caller.country }),
    },
    queues: freshQueues(outlook, nowMs),
    ...(outlook.tables && { tables: outlook.tables }),
    desk: {
      open: desk.open,
      waiting: desk.waiting,
      ...(desk.waitSeconds !== undefined && { waitSeconds: desk.waitSeconds }),
      ...(desk.opensAtMs !== undefined && { opensAtMs: desk.opensAtMs }),
    },
  };
}

function freshQueues(outlook: Outlook, nowMs: number): Surroundings['queues'] {
  const fresh: Record<string, { waitSeconds?: number; size?: number }> = {};
  for (const [name, figures] of Object.entries(outlook.queues)) {
    if (nowMs - figures.atMs > QUEUE_FIGURE_MS) continue;
    fresh[name] = {
      ...(figures.waitSeconds !== undefined && { waitSeconds: figures.waitSeconds }),
      ...(figures.size !== undefined && { size: figures.size }),
    };
  }
  return fresh;
}

import { FAILURE_REACTIONS, type FailureReaction } from '../channels/failure-reactions.ts';
import type { FailureEntry, FailureMenu } from '../http/contract/sandbox-carrier.ts';
import { type Failure, META_FAILURES, TRANSPORT_FAILURES, TWILIO_FAILURES } from '../providers/twilio/failure-table.ts';

/** Everything in the table that can go wrong with one message, with what is done about it: what the emulator offers to play. */
export function failureMenu(): FailureMenu {
  return {
    entries: [
      ...Object.entries(TWILIO_FAILURES).map(([code, failure]) => entryOf(code, 'carrier', failure)),
      ...Object.entries(META_FAILURES).map(([code, failure]) => entryOf(oneOf(code), 'whatsapp', failure)),
      ...Object.keys(TRANSPORT_FAILURES).filter(isHttp).map(httpEntry),
    ],
    unknownDoes: FAILURE_REACTIONS.unknown.words,
  };
}

function entryOf(code: string, origin: FailureEntry['origin'], { class: failure, meaning }: Failure): FailureEntry {
  const reaction = FAILURE_REACTIONS[failure];
  const told = origin === 'carrier' && isToldAtOnce(code) ? 'refuse' : 'fail';
  return { code, origin, group: groupOf(reaction), failure, meaning, does: reaction.words, told };
}

/** A range is played by one of its members. */
function oneOf(code: string): string {
  return code.split('-', 1)[0] ?? code;
}

/** What is wrong with the request itself is said in the answer; the rest shows when the message is on its way. */
function isToldAtOnce(code: string): boolean {
  return (/^2/.test(code) && code !== '21610') || code === '63007' || code === '63031';
}

function groupOf(reaction: FailureReaction): FailureEntry['group'] {
  if (reaction.stopsSenderHours !== undefined) return 'stop';
  if (reaction.marks !== undefined) return 'mark';
  if (reaction.retries > 0) return 'retry';
  return reaction.alarm ? 'tell' : 'fall-back';
}

function isHttp(code: string): boolean {
  return code.startsWith('http-');
}

/** A status without a code of the carrier's: a refusal by its class, or nobody knows whether anything was done. */
function httpEntry(code: string): FailureEntry {
  const { class: failure, meaning = '', taken } = TRANSPORT_FAILURES[code] ?? {};
  const shared = { code, origin: 'http', meaning, told: 'refuse' } as const;
  if (failure !== undefined) {
    const reaction = FAILURE_REACTIONS[failure];
    return { ...shared, group: groupOf(reaction), failure, does: reaction.words };
  }
  return { ...shared, group: 'again', failure: taken ?? 'unknown', does: taken === 'busy' ? BUSY : UNCERTAIN };
}

const BUSY = 'Nothing was done: asked again later, as long as it is wanted.';
const UNCERTAIN = 'Nobody knows whether it was done: looked up before it is repeated, once.';

import { createHash } from 'node:crypto';
import type { Scalar } from '../flows/outcomes.ts';
import type { Call, PathEntry } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import type { Sprint } from './run-sprint.ts';
import { voiceReply } from './voice-reply.ts';

const MAX_PATH = 30;
/** Keys and words kept of one step, and words kept of all steps together, in characters: a live call has at most 2 KB. */
const MAX_KEYS = 24;
const MAX_WORDS = 80;
const MAX_WORDS_IN_ALL = 320;
const MAX_LOOKUP_FIELDS = 8;

export type CallBefore = Omit<Call, 'snapshot' | 'wait' | 'turn' | 'last' | 'path'> & {
  readonly turn: number;
  readonly path: readonly PathEntry[];
};

/** The call after a sprint: the next turn, the path walked, what was looked up, and the answer kept for a repetition. Pure. */
export function advanceCall(
  deps: Pick<CallDeps, 'agentDial'>,
  before: CallBefore,
  sprint: Sprint,
  at: { key: string; nowMs: number; inQueue: boolean },
): Call {
  const { progress, facts } = sprint;
  const turn = before.turn + 1;
  const reply = voiceReply(progress, { callId: before.id, turn, agentDial: deps.agentDial, inQueue: at.inQueue });
  const made = facts.find((fact) => fact.type === 'offer-made');
  const answered = facts.some((fact) => fact.type === 'offer-answered');
  const lookups = lookupsOf(sprint);
  const offer = made
    ? { step: made.step, textHash: hashText(made.text), open: !answered }
    : before.offer && { ...before.offer, open: before.offer.open && !answered };
  const queuedAtMs = progress.snapshot.context.queuedAtMs ?? before.queuedAtMs;
  const asked =
    before.personAskedAtMs ??
    (facts.some((fact) => fact.type === 'person-asked' || (fact.type === 'offer-answered' && fact.answer === 'person'))
      ? at.nowMs
      : undefined);
  return {
    ...before,
    snapshot: progress.snapshot,
    wait: { kind: progress.wait.kind, ...('step' in progress.wait && { step: progress.wait.step }) },
    turn,
    last: { key: at.key, reply },
    path: pathAfter(before, sprint, at.nowMs),
    ...(lookups && { lookups: { ...before.lookups, ...lookups } }),
    ...(offer && { offer }),
    ...(made && { offersMade: (before.offersMade ?? 0) + 1 }),
    ...(sprint.handoff && { handoffs: (before.handoffs ?? 0) + 1, handoffId: sprint.handoff.id }),
    ...(facts.some((fact) => fact.type === 'voicemail') && { voicemail: true as const }),
    ...(sprint.callback?.kind === 'callback' && { callback: true as const }),
    ...(queuedAtMs !== undefined && { queuedAtMs }),
    ...(asked !== undefined && { personAskedAtMs: asked }),
  };
}

/** A short digest of a spoken text: proves which words a consent followed, without keeping them on every record. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function pathAfter(before: CallBefore, sprint: Sprint, nowMs: number): readonly PathEntry[] {
  const path: PathEntry[] = [...before.path];
  const seconds = Math.max(0, Math.round((nowMs - before.startedAtMs) / 1000));
  for (const fact of sprint.facts) {
    if (fact.type === 'step') path.push([fact.step, seconds]);
    // A secret is told without its value.
    if (fact.type !== 'input' || fact.value === '') continue;
    const index = path.findLastIndex(([step]) => step === fact.step);
    const entry = path[index];
    const input = fact.by === 'speech' ? shorten(fact.value, MAX_WORDS) : fact.value.slice(0, MAX_KEYS);
    if (entry) path[index] = [entry[0], entry[1], input];
  }
  return lighten(path.length > MAX_PATH ? [path[0] as PathEntry, ...path.slice(1 - MAX_PATH)] : path);
}

/** Where a caller said a lot, the oldest words are cut further. */
function lighten(path: readonly PathEntry[]): readonly PathEntry[] {
  let over = path.reduce((sum, [, , input = '']) => sum + (input.length > MAX_KEYS ? input.length : 0), 0) - MAX_WORDS_IN_ALL;
  if (over <= 0) return path;
  return path.map((entry): PathEntry => {
    const [step, atSeconds, input] = entry;
    if (over <= 0 || input === undefined || input.length <= MAX_KEYS) return entry;
    const short = shorten(input, MAX_KEYS);
    over -= input.length;
    return [step, atSeconds, short];
  });
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}

function lookupsOf(sprint: Sprint): Record<string, Record<string, Scalar>> | undefined {
  let found: Record<string, Record<string, Scalar>> | undefined;
  for (const fact of sprint.facts) {
    if (fact.type !== 'looked-up' || !fact.result) continue;
    found ??= {};
    found[fact.step] = Object.fromEntries(Object.entries(fact.result).slice(0, MAX_LOOKUP_FIELDS));
  }
  return found;
}

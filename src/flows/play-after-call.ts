import { isExcludedIntent, NEVER_OFFERED } from '../rules/excluded-intents.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { nextSuitableHour } from '../rules/suitable-hour.ts';
import type { CallContext } from './call-outcomes.ts';
import type { CompiledFlow } from './compile-flow.ts';
import { type EarlyEnd, earlyEnd, recoveryTemplate } from './early-end.ts';
import type { FlowFact } from './outcomes.ts';
import type { PlayedCall } from './play-call.ts';
import { CALLERS, ENTRY_NUMBER, type PlayWorld } from './play-world.ts';
import type { Recovery } from './schema/chat-steps.ts';

/** What follows a played call that is over: a message that is due, or nothing. */
export interface PlayedAfterCall {
  /** In how many seconds it is decided; undefined when nothing is to come. */
  readonly dueInSeconds: () => number | undefined;
  /** The call that was promised reached nobody, however often it was tried. False: none was promised. */
  readonly unreached: () => boolean;
  /** Time goes by. */
  readonly pass: (seconds: number) => void;
  /** They called again, or wrote: nothing is sent any more. */
  readonly cancel: (reason: Extract<RecoveryReason, 'called-again' | 'in-a-chat'>) => void;
  /** The step that a chat makes up for, once the message was sent. */
  readonly leftAt: () => string | undefined;
  /** Everything since it was last asked for. */
  readonly take: () => { readonly sends: readonly string[]; readonly facts: readonly FlowFact[] };
}

type Due =
  | Exclude<EarlyEnd, { kind: 'other-place' }>
  | { readonly kind: 'unreached'; readonly message: NonNullable<Recovery['unreached']> };

/** Plays what the service does after the end of this call, by the flow's own settings and the rules as they come. */
export function playAfterCall(compiled: CompiledFlow, world: PlayWorld, call: PlayedCall): PlayedAfterCall {
  const { flow } = compiled;
  const sends: string[] = [];
  const facts: FlowFact[] = [];
  const { context } = call.progress().snapshot;
  let endedAtMs = world.nowMs;
  const step = stepOf(call);
  let dueAtMs: number | undefined;
  let leftAt: string | undefined;
  const early = earlyEnd(flow, endOf(call, context));
  const refused = early && refusedAtOnce(early, call, world);
  if (refused) withhold(refused);
  let due: Due | undefined = early && early.kind !== 'other-place' ? early : undefined;
  if (due && !refused) dueAtMs = endedAtMs + due.message.afterSeconds * 1000;

  function withhold(reason: string): void {
    dueAtMs = undefined;
    facts.push({ type: 'not-recovered', reason });
  }

  function decide(end: Due): void {
    const why = end.kind === 'unreached' ? ruleAgainst(world, context) : whyNot(call, world, context);
    if (why) {
      withhold(why);
      return;
    }
    const untilMs = endedAtMs + end.message.withinHours * 3_600_000;
    const { fromHour = 0, toHour = 24 } = flow.recovery ?? {};
    const rules = { fromHour, toHour, timeZone: flow.timeZone, ownHoursOnly: end.kind !== 'unreached' };
    const hour = nextSuitableHour({ to: CALLERS.mobile, entryNumber: ENTRY_NUMBER, rules }, world.nowMs, untilMs);
    if (typeof hour === 'string') {
      withhold(hour === 'late' ? 'quiet-hours' : hour);
      return;
    }
    if (hour > world.nowMs) {
      dueAtMs = hour;
      return;
    }
    dueAtMs = undefined;
    if (end.kind !== 'unreached') leftAt = step;
    const template = recoveryTemplate(end.message, { shared: false, ...(context.intent !== undefined && { intent: context.intent }) });
    sends.push(`${template} to the caller`);
    facts.push({ type: 'recovered', kind: end.kind, template });
  }

  return {
    dueInSeconds: () => (dueAtMs === undefined ? undefined : Math.max(0, Math.round((dueAtMs - world.nowMs) / 1000))),
    unreached: () => {
      if (!isPromised(call)) return false;
      const message = flow.recovery?.unreached;
      if (!message) return true;
      endedAtMs = world.nowMs;
      due = { kind: 'unreached', message };
      if (world.settings.caller === 'withheld') withhold('other-number' satisfies RecoveryReason);
      else if (world.settings.consent !== 'calls') withhold('no-consent' satisfies RecoveryReason);
      else dueAtMs = endedAtMs + message.afterSeconds * 1000;
      return true;
    },
    pass: (seconds) => {
      const untilMs = world.nowMs + seconds * 1000;
      while (dueAtMs !== undefined && dueAtMs <= untilMs && due) {
        world.nowMs = Math.max(world.nowMs, dueAtMs);
        decide(due);
      }
      world.nowMs = Math.max(world.nowMs, untilMs);
    },
    cancel: (reason) => {
      if (dueAtMs !== undefined) withhold(reason);
    },
    leftAt: () => leftAt,
    take: () => ({ sends: sends.splice(0), facts: facts.splice(0) }),
  };
}

function endOf(call: PlayedCall, context: CallContext): Parameters<typeof earlyEnd>[1] {
  const all = call.walked();
  const entered = new Set(all.flatMap((fact) => (fact.type === 'input' && fact.value !== '' ? [fact.step] : [])));
  const has = (test: (fact: FlowFact) => boolean) => all.some(test);
  const { kind, ...rest } = call.wait();
  return {
    wait: { kind, ...('step' in rest && { step: rest.step }) },
    path: all.flatMap((fact) => (fact.type === 'step' ? [{ step: fact.step, entered: entered.has(fact.step) }] : [])),
    closed: context.closed !== undefined,
    personWanted: has(({ type }) => type === 'person-asked' || type === 'queued') || lastAnswer(all) === 'person',
    invited: call.invite() !== 'none',
    served: call.answered() || has((fact) => fact.type === 'voicemail' || (fact.type === 'callback' && fact.did === 'booked')),
  };
}

/** Is there a call that was promised, by a step or by whoever hears the message? */
function isPromised(call: PlayedCall): boolean {
  return call.walked().some((fact) => (fact.type === 'callback' && fact.did === 'booked') || fact.type === 'voicemail');
}

function stepOf(call: PlayedCall): string {
  const wait = call.wait();
  if ('step' in wait) return wait.step;
  return call.walked().findLast((fact) => fact.type === 'step')?.step ?? '';
}

function lastAnswer(facts: readonly FlowFact[]): string | undefined {
  return facts.findLast((fact) => fact.type === 'offer-answered')?.answer;
}

/** What needs no waiting. */
function refusedAtOnce(early: EarlyEnd, call: PlayedCall, { settings }: PlayWorld): RecoveryReason | undefined {
  if (early.kind === 'other-place') return 'other-place';
  if (settings.caller === 'withheld') return 'no-number';
  return call.invite() === 'none' && settings.consent !== 'calls' ? 'no-consent' : undefined;
}

/** In the order in which the service asks. */
function whyNot(call: PlayedCall, world: PlayWorld, { intent }: CallContext): string | undefined {
  if (call.invite() === 'left') return 'already-invited' satisfies RecoveryReason;
  const answer = lastAnswer(call.walked());
  if (answer === 'declined' || answer === 'person') return 'said-no' satisfies RecoveryReason;
  if (world.settings.consent !== 'calls' && call.invite() === 'failed-elsewhere') return 'other-number' satisfies RecoveryReason;
  return ruleAgainst(world, { intent });
}

/** The rules of the offer that a recorded case can show. */
function ruleAgainst(world: PlayWorld, { intent }: { readonly intent?: string | undefined }): string | undefined {
  if (intent !== undefined && NEVER_OFFERED.some((words) => isExcludedIntent(intent, words))) return 'intent-excluded';
  return world.settings.caller === 'landline' ? ('not-a-mobile' satisfies RecoveryReason) : undefined;
}

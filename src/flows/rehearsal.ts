import type { Case, CaseWorld } from './cases.ts';
import type { ChatChoice } from './chat-outcomes.ts';
import { compileFlow } from './compile-flow.ts';
import { probeFlow } from './coverage.ts';
import type { FlowSide } from './exits.ts';
import type { Flow } from './flow.ts';
import type { FlowFact, Scalar } from './outcomes.ts';
import { type Happening, type PlayedState, playCase, UnplayableLine } from './play-case.ts';
import { recordFacts } from './record-facts.ts';
import { runCases } from './run-cases.ts';
import type { CaseTables } from './tables/table.ts';

/** A test call: what it is tried with, and what was done so far, as the lines of a case. */
export interface Rehearsal {
  readonly world: CaseWorld;
  /** What a call begins in, and a chat that no call led to. Absent: the flow's first language. */
  readonly language?: string;
  readonly lines: readonly string[];
}

/** One line of it, and what came of it. */
export interface RehearsedTurn extends Pick<Happening, 'hears' | 'reads' | 'sends' | 'now' | 'side'> {
  readonly line: string;
  /** The steps and exits that it walked, in order, by name: `call main-menu`, `call main-menu, key 1`. */
  readonly walked: readonly string[];
}

/** What can be done where it stands; what is absent makes no sense there. */
export interface PossibleDeeds {
  readonly keys?: true;
  readonly speech?: true;
  readonly silence?: true;
  /** Waits in a queue, is being put through, is recorded. */
  readonly line?: 'queue' | 'dial' | 'record';
  readonly hangUp?: true;
  readonly openChat?: true;
  readonly write?: true;
  readonly taps?: readonly ChatChoice[];
  /** An agent has the chat. */
  readonly agent?: true;
  /** In how many seconds a message may follow the call. */
  readonly dueInSeconds?: number;
}

export interface Rehearsed {
  readonly turns: readonly RehearsedTurn[];
  /** Why the first line that could not be played could not; it and what follows are in no turn. */
  readonly refused?: { readonly line: string; readonly message: string };
  readonly side: FlowSide;
  /** The step that it waits in, by name, such as `call main-menu`. */
  readonly at?: string;
  readonly language?: string;
  readonly intent?: string;
  /** In the order in which they are declared; sensitive ones have no value here. */
  readonly variables: readonly { readonly name: string; readonly value: Scalar | undefined; readonly hidden: boolean }[];
  /** What is noted for the report and the agent. */
  readonly records: readonly string[];
  readonly can: PossibleDeeds;
}

/** Plays test calls on a flow, whole, line by line: the same lines always give the same conversation. Throws `flow-invalid`. */
export function createRehearsals(flow: Flow): (rehearsal: Rehearsal) => Rehearsed {
  const probed = probeFlow(flow);
  const compiled = compileFlow(probed.flow);
  return ({ world, language, lines }) => {
    const played = playCase(compiled, world, language);
    const turns: RehearsedTurn[] = [];
    const facts: FlowFact[] = [];
    let refused: Rehearsed['refused'];
    for (const line of lines) {
      try {
        const { hears, reads, sends, now, side, facts: all } = played.play(line);
        turns.push({ line, hears, reads, sends, now, side, walked: probed.covered(all, side) });
        facts.push(...probed.clean(all));
      } catch (thrown) {
        if (!(thrown instanceof UnplayableLine)) throw thrown;
        refused = { line, message: thrown.message };
        break;
      }
    }
    const state = played.state();
    const at = turns.flatMap(({ walked }) => walked).findLast((name) => !name.includes(', '));
    return {
      turns,
      ...(refused && { refused }),
      side: state?.side ?? 'call',
      ...(at !== undefined && { at }),
      ...(state && { language: state.language }),
      ...(state?.intent !== undefined && { intent: state.intent }),
      variables: Object.entries(flow.variables).map(([name, { sensitive = false }]) => ({
        name,
        hidden: sensitive,
        value: sensitive ? undefined : state?.variables[name],
      })),
      records: recordFacts(facts),
      can: possibleDeeds(state, turns),
    };
  };
}

function possibleDeeds(state: PlayedState | undefined, turns: readonly RehearsedTurn[]): PossibleDeeds {
  if (!state) return {};
  if (state.side === 'chat') {
    const { wait, choices } = state;
    if (wait.kind === 'closed') return {};
    return { write: true, ...(choices.length > 0 && { taps: choices }), ...(wait.kind === 'assign' && { agent: true as const }) };
  }
  const sent = turns.some(({ sends }) => sends.length > 0);
  const openChat = sent && { openChat: true as const };
  const { wait, dueInSeconds } = state;
  if (state.hungUp || wait.kind === 'end') return { ...openChat, ...(dueInSeconds !== undefined && { dueInSeconds }) };
  const input = 'input' in wait ? wait.input : undefined;
  return {
    hangUp: true,
    silence: true,
    ...openChat,
    ...((input || wait.kind === 'record') && { keys: true as const }),
    ...((input?.speech || wait.kind === 'record') && { speech: true as const }),
    ...(['queue', 'dial', 'record'].includes(wait.kind) && { line: wait.kind as NonNullable<PossibleDeeds['line']> }),
  };
}

/** The test call as a recorded conversation, with everything that came of it as its expectations. Throws `flow-invalid`. */
export function keepAsCase(flow: Flow, name: string, { world, language = flow.languages[0] as string, lines }: Rehearsal): Case {
  const looked = rowsLooked(flow, { world, language, lines });
  const { tables: _all, ...rest } = world;
  const kept: CaseWorld = { ...rest, ...(Object.keys(looked).length > 0 && { tables: looked }) };
  const bare: Case = {
    name,
    languages: [language],
    ...(Object.keys(kept).length > 0 && { world: kept }),
    steps: lines.map((line) => ({ do: line })),
  };
  return runCases(flow, { flow: flow.id, cases: [bare] }).updated.cases[0] as Case;
}

/** The rows that a test call looked at: a case holds no others. */
function rowsLooked(flow: Flow, { world, language, lines }: Rehearsal): CaseTables {
  if (!world.tables) return {};
  const played = playCase(compileFlow(flow), world, language);
  for (const line of lines) played.play(line);
  return played.tablesLooked();
}

import { type Exit, exitsOf, type FlowSide, stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { Recordings } from '../recordings.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import type { TableShape } from '../tables/table.ts';
import type { Template } from '../template.ts';
import type { Problem } from './problem.ts';

/** What the rules look at: the flow, the templates there are, and what follows from them once. */
export interface LintContext {
  readonly flow: Flow;
  readonly templates: ReadonlyMap<string, Template>;
  /** Names of templates whose files have errors. */
  readonly refusedTemplates: ReadonlySet<string>;
  /** The files of flows/audio by address; undefined where nobody looked. */
  readonly recordings: Recordings | undefined;
  /** The files of flows/media; absent where nobody has looked. */
  readonly media?: readonly MediaFile[];
  /** The tables that are kept, by name; absent where nobody has looked. */
  readonly tables?: Readonly<Record<string, TableShape>>;
  readonly sides: Readonly<Record<FlowSide, SideGraph>>;
}

/** What a flow is held against beside itself. */
export interface LintSurroundings {
  readonly templates: readonly Template[];
  /** Names of templates whose files have errors: as good as not there. */
  readonly refusedTemplates?: readonly string[];
  readonly recordings?: Recordings;
  /** The files of flows/media. */
  readonly media?: readonly MediaFile[];
  /** The tables that are kept, by name. */
  readonly tables?: Readonly<Record<string, TableShape>>;
}

export interface SideGraph {
  readonly side: FlowSide;
  readonly start: string;
  readonly steps: ReadonlyMap<string, VoiceStep | ChatStep>;
  /** Every arrow of a step, also those that lead nowhere. */
  readonly exits: ReadonlyMap<string, readonly Exit[]>;
  /** Steps that some path from the start leads to. */
  readonly reachable: ReadonlySet<string>;
}

/** A family of problems: pure, and silent where other rules already speak. */
export type LintRule = (context: LintContext) => Iterable<Problem>;

function graphOf(flow: Flow, side: FlowSide): SideGraph {
  const steps = new Map(stepsOf(flow, side));
  const exits = new Map([...steps].map(([id, step]) => [id, exitsOf(step)] as const));
  const start = flow[side].start;
  const graph = { side, start, steps, exits };
  const { afterClose } = flow.chat;
  const closed = side === 'chat' && afterClose ? [afterClose.step] : [];
  const starts = [start, ...closed, ...comeToFromAnywhere(side, steps)];
  return { ...graph, reachable: reach(graph, starts, (id, exit) => [exit.to, ...heldOffer(steps.get(id))]) };
}

/** In a chat “call me”, written at any moment, leads to the first callback step. */
function comeToFromAnywhere(side: FlowSide, steps: SideGraph['steps']): readonly string[] {
  if (side === 'call') return [];
  return [...steps]
    .filter(([, step]) => step.type === 'callback')
    .map(([id]) => id)
    .slice(0, 1);
}

function heldOffer(step: VoiceStep | ChatStep | undefined): readonly string[] {
  return step?.type === 'queue' && step.offer ? [step.offer.step] : [];
}

type Reach = Pick<SideGraph, 'steps' | 'exits'>;

/** Every step that can be come to from `from`, those included, following what `follow` says of each exit. */
export function reach(graph: Reach, from: readonly string[], follow: (id: string, exit: Exit) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = from.filter((id) => graph.steps.has(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const exit of graph.exits.get(id) ?? []) open.push(...follow(id, exit).filter((to) => graph.steps.has(to) && !seen.has(to)));
  }
  return seen;
}

/** Does some path from this step come to a human: a queue or a dialled number? */
export function leadsToHuman(graph: SideGraph, from: string): boolean {
  return [...reach(graph, [from], (_, exit) => [exit.to])].some((id) => ['queue', 'dial'].includes(graph.steps.get(id)?.type ?? ''));
}

/** A file that send steps may name. */
export interface MediaFile {
  readonly name: string;
  readonly bytes: number;
}

export function contextOf(flow: Flow, { templates, refusedTemplates = [], recordings, media, tables }: LintSurroundings): LintContext {
  return {
    flow,
    recordings,
    ...(media && { media }),
    ...(tables && { tables }),
    templates: new Map(templates.map((template) => [template.name, template])),
    refusedTemplates: new Set(refusedTemplates),
    sides: { call: graphOf(flow, 'call'), chat: graphOf(flow, 'chat') },
  };
}

/** Why a template that is named can’t be used. */
export function whyMissing({ refusedTemplates }: LintContext, name: string): string {
  return refusedTemplates.has(name) ? 'whose file has errors: check it' : 'which is not there';
}

/** The place of something inside a step. */
export function placeIn(side: FlowSide, step: string, path: readonly (string | number)[] = []) {
  return { side, step, path: [side, 'steps', step, ...path] };
}

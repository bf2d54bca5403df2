import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { type LintContext, leadsToHuman, placeIn, reach, type SideGraph } from './context.ts';
import { type Problem, problem } from './problem.ts';

const PASSED_THROUGH: readonly VoiceStep['type'][] = ['say', 'branch', 'set', 'language', 'hours', 'split', 'request'];
const DEEPEST_MENU = 3;

/** A person from the first menu (F050; Spain: Ley 10/2025 art. 8), nothing in their way (F051), no menu too deep (F053), no end in silence (F062), a team in the chat (F070). */
export function* lintPeople({ sides, flow }: LintContext): Iterable<Problem> {
  yield* firstMenus(sides.call);
  yield* offersOnTheWay(sides.call);
  yield* deepMenus(sides.call);
  yield* silentEnds(sides.call);
  if (!Object.values(flow.chat.steps).some(({ type }) => type === 'assign')) {
    yield problem('F070', { side: 'chat', path: ['chat', 'steps'] }, 'The chat side has no assign step: nobody is named who answers.');
  }
}

/** A menu that only asks for the language is no main menu: the one behind it counts. */
function isLanguageChoice(graph: SideGraph, step: VoiceStep | ChatStep | undefined): boolean {
  if (step?.type !== 'menu') return false;
  const choices = step.options.filter((option) => !option.person);
  return choices.length > 0 && choices.every((option) => graph.steps.get(option.to)?.type === 'language');
}

function opensPerson(graph: SideGraph, step: VoiceStep | ChatStep): boolean {
  if (step.type === 'menu') return step.options.some((option) => option.person && leadsToHuman(graph, option.to));
  if (step.type === 'collect') return step.personKey !== undefined && step.person !== undefined && leadsToHuman(graph, step.person);
  return step.type !== 'confirm';
}

function* firstMenus(graph: SideGraph): Iterable<Problem> {
  const { start, steps } = graph;
  const passes = (id: string) =>
    PASSED_THROUGH.includes(steps.get(id)?.type as VoiceStep['type']) || isLanguageChoice(graph, steps.get(id));
  for (const id of reach(graph, [start], (from, exit) => (passes(from) ? [exit.to] : []))) {
    const step = steps.get(id);
    if (!step || passes(id) || opensPerson(graph, step)) continue;
    yield problem('F050', placeIn('call', id), `"${id}" is the first thing a caller is asked, and no person can be reached from it.`);
  }
}

/** Where a caller goes who asks for a person or reports an emergency. */
function straightTargets(step: VoiceStep | ChatStep): readonly { readonly to: string; readonly path: readonly (string | number)[] }[] {
  if (step.type === 'menu') {
    return step.options.flatMap((option, at) =>
      option.person || /^emergenc/i.test(option.intent ?? '') ? [{ to: option.to, path: ['options', at, 'to'] }] : [],
    );
  }
  if ((step.type === 'collect' || step.type === 'offer') && step.person !== undefined) return [{ to: step.person, path: ['person'] }];
  return [];
}

function* offersOnTheWay(graph: SideGraph): Iterable<Problem> {
  for (const [id, step] of graph.steps) {
    for (const { to, path } of straightTargets(step)) {
      const way = reach(graph, [to], (_, exit) => (['connected', 'answered'].includes(exit.name) ? [] : [exit.to]));
      const met = [...way].find((each) => {
        const on = graph.steps.get(each);
        return on?.type === 'offer' || (on?.type === 'queue' && on.offer !== undefined);
      });
      if (met !== undefined)
        yield problem('F051', placeIn('call', id, path), `Who asks for a person in "${id}" meets an offer in "${met}".`);
    }
  }
}

/** How many menus a caller has answered on the shortest way to each step; choosing the language is not counted. */
function depths(graph: SideGraph): Map<string, number> {
  const depth = new Map<string, number>([[graph.start, 0]]);
  const open = [graph.start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = graph.steps.get(id);
    const cost = step?.type === 'menu' && !isLanguageChoice(graph, step) ? 1 : 0;
    for (const exit of graph.exits.get(id) ?? []) {
      const reached = (depth.get(id) ?? 0) + cost;
      if (reached >= (depth.get(exit.to) ?? Number.POSITIVE_INFINITY)) continue;
      depth.set(exit.to, reached);
      if (cost === 0) open.unshift(exit.to);
      else open.push(exit.to);
    }
  }
  return depth;
}

function* deepMenus(graph: SideGraph): Iterable<Problem> {
  const depth = depths(graph);
  for (const [id, step] of graph.steps) {
    const above = depth.get(id) ?? 0;
    if (step.type === 'menu' && above >= DEEPEST_MENU) {
      yield problem('F053', placeIn('call', id), `"${id}" is menu number ${above + 1} on the way: bring it nearer to the start.`);
    }
  }
}

const SAYS_NOTHING: readonly VoiceStep['type'][] = ['branch', 'set', 'language', 'hours', 'split'];
/** Exits by which a caller comes back who was to be put through to a person and was not. */
const NOBODY_REACHED: readonly string[] = ['noAnswer', 'full', 'failed'];

function* silentEnds(graph: SideGraph): Iterable<Problem> {
  for (const [id, step] of graph.steps) {
    if (step.type !== 'dial' && step.type !== 'queue') continue;
    for (const exit of graph.exits.get(id) ?? []) {
      if (!NOBODY_REACHED.includes(exit.name)) continue;
      const silently = (from: string) => SAYS_NOTHING.includes(graph.steps.get(from)?.type as VoiceStep['type']);
      const way = reach(graph, [exit.to], (from, next) => (silently(from) ? [next.to] : []));
      const end = [...way].find((each) => {
        const last = graph.steps.get(each);
        return last?.type === 'hangup' && last.text === undefined;
      });
      if (end === undefined) continue;
      yield problem(
        'F062',
        placeIn('call', id, exit.path),
        `Who is not put through in "${id}" (${exit.name}) hears nothing before the call ends in "${end}".`,
      );
    }
  }
}

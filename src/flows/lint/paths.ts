import type { Exit, FlowSide } from '../exits.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { type LintContext, placeIn, type SideGraph } from './context.ts';
import { type Problem, problem } from './problem.ts';

/** Exits to nowhere (F010), steps out of reach (F011), loops without a wait (F012). */
export function* lintPaths({ sides }: LintContext): Iterable<Problem> {
  for (const graph of [sides.call, sides.chat]) {
    yield* danglingExits(graph);
    yield* unreachableSteps(graph);
    yield* endlessLoops(graph);
  }
}

function* danglingExits({ side, start, steps, exits }: SideGraph): Iterable<Problem> {
  if (!steps.has(start))
    yield problem('F010', { side, path: [side, 'start'] }, `The ${side} side starts at "${start}", which does not exist.`);
  for (const [step, list] of exits) {
    for (const exit of list) {
      if (steps.has(exit.to)) continue;
      yield problem(
        'F010',
        placeIn(side, step, exit.path),
        `The exit ${exit.name} of "${step}" leads to "${exit.to}", which does not exist.`,
      );
    }
  }
}

function* unreachableSteps({ side, start, steps, reachable }: SideGraph): Iterable<Problem> {
  if (!steps.has(start)) return;
  for (const step of steps.keys()) {
    if (reachable.has(step)) continue;
    yield problem('F011', placeIn(side, step), `No path from "${start}" leads to "${step}": point an exit at it or remove it.`);
  }
}

/** Is there time between entering the step and leaving it this way, whatever happens? */
function waitsBefore(side: FlowSide, step: VoiceStep | ChatStep, exit: Exit): boolean {
  switch (step.type) {
    case 'menu':
    case 'collect':
    case 'confirm':
    case 'assign':
    case 'voicemail':
      return true;
    case 'ask':
      return !(exit.name === 'next' && step.skipIfKnown && (step.variable !== undefined || step.location !== undefined));
    case 'survey':
      return exit.name !== 'next';
    case 'send':
      return exit.name !== 'next';
    case 'offer':
      return exit.name !== 'withheld';
    case 'callback':
      return exit.name !== 'failed' && (exit.name !== 'next' || side === 'call');
    case 'queue':
      return exit.name === 'connected';
    case 'dial':
      return exit.name !== 'failed';
    default:
      return false;
  }
}

function* endlessLoops({ side, steps, exits }: SideGraph): Iterable<Problem> {
  const done = new Set<string>();
  const trail: string[] = [];
  const found: string[][] = [];
  const visit = (id: string) => {
    const at = trail.indexOf(id);
    if (at >= 0) found.push(trail.slice(at));
    const step = steps.get(id);
    if (at >= 0 || done.has(id) || !step) return;
    trail.push(id);
    for (const exit of exits.get(id) ?? []) if (!waitsBefore(side, step, exit)) visit(exit.to);
    trail.pop();
    done.add(id);
  };
  for (const id of steps.keys()) visit(id);
  for (const loop of found) {
    const [first = ''] = loop;
    yield problem('F012', placeIn(side, first), `The loop ${[...loop, first].join(' → ')} can turn without ever waiting.`);
  }
}

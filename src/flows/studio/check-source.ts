import type { Flow } from '../flow.ts';
import { problem } from '../lint/problem.ts';
import { type BesideFlow, type Parsed, parseFlow } from '../parse-flow.ts';

/** The text of a flow with every problem it has, as the file of that id would have it. Pure. */
export function checkSource(flowId: string, text: string, beside: BesideFlow): Parsed<Flow> {
  const parsed = parseFlow(text, beside);
  if (!parsed.value || parsed.value.id === flowId) return parsed;
  const message = `The flow is “${flowId}”, but its text says “${parsed.value.id}”: set id to ${flowId}.`;
  return { ...parsed, problems: [problem('F004', { side: 'flow', path: ['id'] }, message), ...parsed.problems] };
}

import type { FlowDetail, FlowProblem } from '../../../http/contract/flows.ts';

type Flow = NonNullable<FlowDetail['flow']>;
export type Side = 'call' | 'chat';

/** An arrow leaving a box: its name, and the step it leads to. */
export interface FlowExit {
  readonly name: string;
  readonly to: string;
}

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  /** The first words of what is said or written there, in the flow's first language and without marks for the voice. */
  readonly text?: string;
  readonly exits: readonly FlowExit[];
  readonly problems: readonly FlowProblem[];
  readonly start: boolean;
}

const EXIT_FIELDS = [
  'next',
  'yes',
  'no',
  'ok',
  'notFound',
  'accepted',
  'declined',
  'ignored',
  'person',
  'withheld',
  'connected',
  'full',
  'answered',
  'noAnswer',
  'denied',
  'otherwise',
  'open',
  'closed',
  'holiday',
  'failed',
  'invalid',
  'noInput',
] as const;

type AnyStep = Readonly<Record<string, unknown>>;

function listOf(value: unknown): AnyStep[] {
  return Array.isArray(value) ? (value as AnyStep[]) : [];
}

/** Every arrow that leaves a step, the chosen ones before the fallbacks. */
export function exitsOf(step: AnyStep): FlowExit[] {
  const exits: FlowExit[] = [];
  for (const option of listOf(step.options)) exits.push({ name: String(option.key), to: String(option.to) });
  for (const one of listOf(step.cases)) exits.push({ name: String(one.when), to: String(one.to) });
  for (const arm of listOf(step.arms)) exits.push({ name: `${String(arm.id)} (${String(arm.weight)})`, to: String(arm.to) });
  for (const [name, to] of Object.entries((step.exits ?? {}) as AnyStep)) exits.push({ name, to: String(to) });
  const sections = listOf((step.list as AnyStep | undefined)?.sections);
  for (const button of [...listOf(step.buttons), ...sections.flatMap((section) => listOf(section.rows))]) {
    if (typeof button.to === 'string') exits.push({ name: String(button.id), to: button.to });
  }
  for (const field of EXIT_FIELDS) if (typeof step[field] === 'string') exits.push({ name: field, to: step[field] });
  const offer = step.offer as AnyStep | undefined;
  if (typeof offer?.step === 'string') exits.push({ name: 'offer', to: offer.step });
  return exits;
}

function wordingOf(step: AnyStep): Readonly<Record<string, string>> | undefined {
  const wording = step.wording as AnyStep | undefined;
  return (step.prompt ?? step.text ?? wording?.prompt) as Readonly<Record<string, string>> | undefined;
}

/** The boxes of one side of a flow, the start first, then as they are reached. */
export function flowNodes(flow: Flow, side: Side, problems: readonly FlowProblem[]): FlowNode[] {
  const { start, steps } = flow[side];
  const language = flow.languages[0] ?? 'en';
  const order: string[] = [];
  const visit = (id: string) => {
    const step = steps[id];
    if (!step || order.includes(id)) return;
    order.push(id);
    for (const exit of exitsOf(step)) visit(exit.to);
  };
  visit(start);
  for (const id of Object.keys(steps)) visit(id);
  return order.map((id) => {
    const step = steps[id] as AnyStep;
    const text = wordingOf(step)?.[language]?.replace(/<[^>]*>/g, '');
    return {
      id,
      type: String(step.type),
      exits: exitsOf(step),
      start: id === start,
      problems: problems.filter((problem) => problem.side === side && problem.step === id),
      ...(text && { text }),
    };
  });
}

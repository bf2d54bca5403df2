import type { Flow } from './flow.ts';

/** Where a caller goes who asks for a person in words, at a step that has no exit of its own for it; undefined: nowhere. */
export function personStep(flow: Flow): string | undefined {
  const steps = Object.entries(flow.call.steps);
  for (const [, step] of steps) {
    const option = step.type === 'menu' ? step.options.find(({ person }) => person) : undefined;
    if (option) return option.to;
  }
  for (const [, step] of steps) {
    if ((step.type === 'collect' || step.type === 'offer') && step.person !== undefined) return step.person;
  }
  return (steps.find(([, { type }]) => type === 'queue') ?? steps.find(([, { type }]) => type === 'dial'))?.[0];
}

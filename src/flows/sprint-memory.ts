import type { CompiledFlow } from './compile-flow.ts';
import type { Flow } from './flow.ts';
import type { Scalar, Variables } from './outcomes.ts';

/** Lives inside one sprint only. */
const FLEETING = new Set(['hops', 'pick', 'fault']);

/** What is kept between two sprints: nothing fleeting, nothing undefined, and never a sensitive variable. */
export function tidyContext<C extends { readonly variables: Variables }>(compiled: Pick<CompiledFlow, 'sensitive'>, context: C): C {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(context)) {
    if (value === undefined || FLEETING.has(key)) continue;
    kept[key] = key === 'variables' ? keptVariables(compiled, context.variables) : key === 'offer' ? withoutUndefined(value) : value;
  }
  return kept as C;
}

function keptVariables({ sensitive }: Pick<CompiledFlow, 'sensitive'>, variables: Variables): Variables {
  const kept: Record<string, Scalar> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== null && value !== undefined && !sensitive.has(name)) kept[name] = value;
  }
  return kept;
}

function withoutUndefined(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).filter(([, field]) => field !== undefined));
}

/** Defaults, and over them what is handed in; only what the flow declares, nothing sensitive. */
export function firstVariables(flow: Flow, given: Variables = {}): Variables {
  const first: Record<string, Scalar> = {};
  for (const [name, { default: value, sensitive }] of Object.entries(flow.variables)) {
    if (value !== undefined) first[name] = value;
    const handed = given[name];
    if (!sensitive && Object.hasOwn(given, name) && handed !== undefined && handed !== null) first[name] = handed;
  }
  return first;
}

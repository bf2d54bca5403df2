import { z } from 'zod';
import type { SawValue } from './facts.ts';
import { findRule, type ParametersOf, RULES, type RuleId } from './table.ts';

/** What an administrator changed of one rule. */
const StoredRule = z.object({ on: z.boolean(), parameters: z.record(z.string(), z.unknown()) });

/** What is stored: only the rules that somebody changed, with who and when. */
export const StoredRules = z.object({
  rules: z.record(z.string(), StoredRule),
  changedBy: z.string(),
  changedAtMs: z.number(),
});
export type StoredRules = z.infer<typeof StoredRules>;

type Parameters = Readonly<Record<string, SawValue | readonly string[]>>;

/** The rules as they are now. */
export interface RuleSettings {
  /** Counts the changes; 0 while nobody changed anything. */
  readonly version: number;
  readonly rules: Readonly<Record<RuleId, { readonly on: boolean; readonly parameters: Parameters }>>;
  readonly changedBy?: string;
  readonly changedAtMs?: number;
}

/** One change, kept for good. */
export interface RuleChange {
  readonly version: number;
  readonly rule: string;
  readonly on: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly by: string;
  readonly atMs: number;
}

/** What is stored, over what the table says; parameters that the table no longer takes give way to its own. Pure. */
export function resolveRules(stored: StoredRules | undefined, version: number): RuleSettings {
  const entries = RULES.map((rule) => {
    const own = stored?.rules[rule.id];
    const parsed = rule.parameters.safeParse(own?.parameters ?? {});
    const parameters = (parsed.success ? parsed.data : rule.parameters.parse({})) as Parameters;
    return [rule.id, { on: rule.fixed ? true : (own?.on ?? rule.on), parameters }] as const;
  });
  return {
    version,
    rules: Object.fromEntries(entries) as RuleSettings['rules'],
    ...(stored && { changedBy: stored.changedBy, changedAtMs: stored.changedAtMs }),
  };
}

/** The rules as they are while nobody changed anything. */
export const DEFAULT_RULES: RuleSettings = resolveRules(undefined, 0);

/** The parameters of one rule. */
export function parametersOf<Id extends RuleId>(settings: RuleSettings, id: Id): ParametersOf<Id> {
  return settings.rules[id].parameters as ParametersOf<Id>;
}

export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** The parameters as the rule takes them, or everything that is wrong with them. Pure. */
export function checkParameters(
  id: string,
  given: Readonly<Record<string, unknown>>,
):
  | { readonly ok: true; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly faults: readonly FieldFault[] } {
  const parsed = findRule(id)?.parameters.safeParse(given);
  if (!parsed) return { ok: false, faults: [{ path: 'rule', message: 'is not in the table' }] };
  if (parsed.success) return { ok: true, parameters: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues.map(({ path, message }) => ({ path: ['parameters', ...path.map(String)].join('.'), message })),
  };
}

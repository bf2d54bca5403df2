import type { Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { checkParameters, type RuleChange, type RuleSettings, resolveRules, StoredRules } from '../rules/settings.ts';
import { findRule } from '../rules/table.ts';

/** Settings belong to nobody: they live in the first shard. */
const RULES_REF = { kind: 'settings', id: 's_00_offer-rules' } as const;
const SHARD = 0;
/** Kept for good: twenty years, in seconds. */
const TTL_SECONDS = 20 * 365 * 86_400;

/** The rules as they are stored now. What a later version of this service wrote and this one does not know gives way to the table. */
export async function loadRules(store: Pick<Store, 'load'>): Promise<RuleSettings> {
  const [found] = (await store.load([RULES_REF])) as (Versioned | undefined)[];
  const parsed = StoredRules.safeParse(found?.value);
  return resolveRules(parsed.success ? parsed.data : undefined, found?.version ?? 0);
}

export interface WantedRule {
  readonly rule: string;
  readonly on: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The version that the change was made on: somebody else's change in between refuses it. */
  readonly version: number;
  readonly by: string;
}

/**
 * Turns or tunes one rule: settings, their history and the event are one commit. Throws `rule-not-found`, `rule-fixed`,
 * `body-invalid` with every fault, `settings-changed`.
 */
export async function changeRule(deps: { readonly store: Store; readonly clock: Clock }, wanted: WantedRule): Promise<RuleSettings> {
  const rule = findRule(wanted.rule);
  if (!rule) throw new AppError('rule-not-found');
  if (rule.fixed && !wanted.on) throw new AppError('rule-fixed');
  const checked = checkParameters(wanted.rule, wanted.parameters);
  if (!checked.ok) throw new AppError('body-invalid', undefined, { details: checked.faults });
  const [found] = (await deps.store.load([RULES_REF])) as (Versioned | undefined)[];
  if ((found?.version ?? 0) !== wanted.version) throw new AppError('settings-changed');
  const before = StoredRules.safeParse(found?.value);
  const atMs = deps.clock.nowMs();
  const { on } = wanted;
  const { parameters } = checked;
  const value: StoredRules = {
    rules: { ...(before.success ? before.data.rules : {}), [rule.id]: { on, parameters: { ...parameters } } },
    changedBy: wanted.by,
    changedAtMs: atMs,
  };
  const version = wanted.version + 1;
  const change: RuleChange = { version, rule: rule.id, on, parameters, by: wanted.by, atMs };
  const result = await deps.store.commit({
    shard: SHARD,
    writes: [{ ref: RULES_REF, expectedVersion: wanted.version, value, ttlSeconds: TTL_SECONDS }],
    parts: [{ owner: RULES_REF, field: String(version).padStart(8, '0'), value: change, ttlSeconds: TTL_SECONDS }],
    events: [{ type: 'settings.changed', atMs, data: { settings: 'offer-rules', version, rule: rule.id, on, by: wanted.by } }],
  });
  if (result.kind !== 'committed') throw new AppError('settings-changed');
  return resolveRules(value, version);
}

/** What was changed, newest first. */
export async function rulesHistory(store: Pick<Store, 'loadParts'>, most: number): Promise<readonly RuleChange[]> {
  const parts = await store.loadParts(RULES_REF);
  return parts
    .slice(-most)
    .map(({ value }) => value as RuleChange)
    .reverse();
}

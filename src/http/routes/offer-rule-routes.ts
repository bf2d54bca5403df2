import { Router } from 'express';
import { z } from 'zod';
import type { Store } from '../../base/changes.ts';
import type { Clock } from '../../base/clock.ts';
import { changeRule, rulesHistory } from '../../handoff/rule-settings.ts';
import { resumeOffers, stopOffers } from '../../handoff/stop-offers.ts';
import type { DecisionCounts, DecisionReader } from '../../reporting/count-decisions.ts';
import type { Budgets, OfferStop } from '../../rules/budgets.ts';
import { DEFAULT_RULES, type RuleSettings } from '../../rules/settings.ts';
import { RULES } from '../../rules/table.ts';
import { identityOf } from '../access-guard.ts';
import type { OfferRules, OfferRuleView } from '../contract/offer-rules.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface OfferRuleRoutesDeps {
  readonly records: Store;
  readonly clock: Clock;
  readonly budgets: Pick<Budgets, 'stop' | 'lift' | 'stops'>;
  readonly rules: () => RuleSettings;
  /** Has this process go by what is stored now. */
  readonly refreshRules: () => Promise<void>;
  readonly decisions: DecisionReader;
}

const MOST_CHANGES = 20;

/** The rules of the offer: to look at, to turn, to tune; and the stops, to set and to lift. */
export function createOfferRuleRoutes(deps: OfferRuleRoutesDeps): Router {
  const router = Router();
  const change = { store: deps.records, clock: deps.clock, budgets: deps.budgets };
  const view = async () => {
    await deps.refreshRules();
    const [counts, stops, history] = await Promise.all([
      deps.decisions.count(),
      deps.budgets.stops(),
      rulesHistory(deps.records, MOST_CHANGES),
    ]);
    return viewOf(deps.rules(), counts, { stops, history });
  };
  mountRoute(router, API.offerRules, view);
  mountRoute(router, API.changeOfferRule, async ({ params: { id }, body, res }) => {
    await changeRule(change, { rule: id, ...body, by: identityOf(res).user.username });
    return view();
  });
  mountRoute(router, API.stopOffers, async ({ body, res }) => {
    const name = body.scope === 'all' ? '' : body.name;
    const stop = { id: `${body.scope}:${name}`, scope: body.scope, name, why: 'by-hand' as const, counted: 0, limit: 0 };
    await stopOffers(change, { ...stop, atMs: deps.clock.nowMs() }, identityOf(res).user.username);
    return view();
  });
  mountRoute(router, API.liftOfferStop, async ({ params: { id }, res }) => {
    await resumeOffers(change, id, identityOf(res).user.username);
    return view();
  });
  return router;
}

const SCHEMAS = new Map(RULES.map((rule) => [rule.id, z.toJSONSchema(rule.parameters, { io: 'input' }) as Record<string, unknown>]));

function viewOf(
  settings: RuleSettings,
  counts: DecisionCounts,
  {
    stops,
    history,
  }: { readonly stops: readonly OfferStop[]; readonly history: OfferRules['history'] | readonly OfferRules['history'][number][] },
): OfferRules {
  const rules = RULES.map((rule): OfferRuleView => {
    const { on, parameters } = settings.rules[rule.id];
    const { id, family, name, about, fixed = false } = rule;
    const own = DEFAULT_RULES.rules[id];
    return {
      ...{ id, family, name, about, fixed, on },
      parameters: parameters as OfferRuleView['parameters'],
      changed: on !== own.on || JSON.stringify(parameters) !== JSON.stringify(own.parameters),
      schema: SCHEMAS.get(id) ?? {},
      ...(counts.rules.get(id) ?? { withheld: 0, would: 0, alone: 0 }),
    };
  });
  return {
    version: settings.version,
    rules,
    decisions: counts.decisions,
    made: counts.made,
    stops: [...stops].sort((a, b) => b.atMs - a.atMs),
    history: [...history],
  };
}

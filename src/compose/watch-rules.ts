import type { Store } from '../base/changes.ts';
import type { Logger } from '../base/log.ts';
import type { SenderOutlook } from '../channels/outlook.ts';
import { loadRules } from '../handoff/rule-settings.ts';
import type { Budgets, OfferStop } from '../rules/budgets.ts';
import { DEFAULT_RULES, type RuleSettings } from '../rules/settings.ts';

export interface RuleSources {
  readonly log: Logger;
  readonly store: Pick<Store, 'load'>;
  readonly budgets: Pick<Budgets, 'stops'>;
  /** The sender as the carrier has it; undefined when it can't be asked: what was known stays. */
  readonly readSender: () => Promise<SenderOutlook | undefined>;
}

export interface WatchedRules {
  /** From memory, at most about a second old. */
  rules(): RuleSettings;
  stops(): readonly OfferStop[];
  sender(): SenderOutlook;
  refresh(): Promise<void>;
  /** False when the carrier can’t be asked. */
  refreshSender(): Promise<boolean>;
  stop(): void;
}

const REFRESH_EVERY_MS = 1_000;
const SENDER_EVERY_MS = 300_000;

/** Keeps the rules, the stops and the state of the sender in memory, so that no call waits for them. What can't be refreshed stays as it was. */
export async function watchRules(sources: RuleSources): Promise<WatchedRules> {
  let rules = DEFAULT_RULES;
  let stops: readonly OfferStop[] = [];
  let sender: SenderOutlook = {};

  async function refresh(): Promise<void> {
    const [nextRules, nextStops] = await Promise.all([loadRules(sources.store), sources.budgets.stops()]);
    // A look that began earlier and ended later knows less.
    if (nextRules.version >= rules.version) rules = nextRules;
    stops = nextStops;
  }

  async function refreshSender(): Promise<boolean> {
    const read = await sources.readSender();
    sender = read ?? sender;
    return read !== undefined;
  }

  const tell = (failure: string) => (error: unknown) => sources.log.debug({ err: error }, failure);
  const timers = [
    setInterval(() => void refresh().catch(tell('the rules of the offer could not be refreshed')), REFRESH_EVERY_MS).unref(),
    setInterval(() => void refreshSender().catch(tell('the state of the sender could not be read')), SENDER_EVERY_MS).unref(),
  ];
  await refresh();
  return {
    rules: () => rules,
    stops: () => stops,
    sender: () => sender,
    refresh,
    refreshSender,
    stop: () => timers.forEach(clearInterval),
  };
}

import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Caller } from '../base/phone.ts';
import type { DeskOutlook, SendingOutlook, TemplateOutlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Budgets, OfferStop } from '../rules/budgets.ts';
import { decideOffer, type OfferDecision } from '../rules/decide-offer.ts';
import type { OfferFacts, OfferNumbers, ReadFacts, SawValue } from '../rules/facts.ts';
import { parametersOf, type RuleSettings } from '../rules/settings.ts';
import { blockOf, budgetQuestion } from './budget-question.ts';
import { type LineDeps, lookUpLine } from './look-up-line.ts';

/** What the rules of the offer stand on. All but the counters and the lines is in memory. */
export interface OfferGround {
  readonly rules: () => RuleSettings;
  readonly stops: () => readonly OfferStop[];
  readonly sending: () => SendingOutlook;
  readonly template: (name: string, language: string) => TemplateOutlook;
  readonly budgets: Budgets;
  /** A budget has run out, or a block never answers: have the offers stopped there. Never waits, never throws. */
  readonly stopNow: (stop: OfferStop) => void;
  readonly lines: LineDeps;
}

export interface EligibilityQuestion {
  readonly caller: Caller;
  /** Absent for people we have not met and for withheld numbers. */
  readonly contact: Contact | undefined;
  /** Whose call or request it is; counted under this id. */
  readonly contactId: string;
  readonly callId?: string;
  readonly entryNumber: string;
  readonly language: string;
  readonly intent?: string | undefined;
  readonly attestation?: string | undefined;
  readonly variables: Readonly<Record<string, SawValue>>;
  /** Every template that an invite of this offer may need. */
  readonly templates: readonly string[];
  readonly offer: OfferNumbers;
  readonly desk: DeskOutlook;
  readonly nowMs: number;
  /** When the answer is wanted at the latest, ms. */
  readonly deadlineMs: number;
}

export interface EligibilityDeps {
  readonly keyring: Pick<Keyring, 'hash'>;
  readonly log: Logger;
  readonly offers: OfferGround;
}

/**
 * May this person be offered to go on in WhatsApp? First by what is in memory; only when nothing speaks against it are the
 * counters, and the line if that rule is on, read: the one round trip that an offer costs more than any other step. What
 * can't be read speaks against nothing here; the sending counts again, and has the last word.
 */
export async function checkEligibility(deps: EligibilityDeps, question: EligibilityQuestion): Promise<OfferDecision> {
  const rules = deps.offers.rules();
  const facts = factsOf(deps, question);
  const first = decideOffer(rules, facts);
  if (!first.allowed) return first;
  const read = await readMore(deps, rules, question);
  if (!read) return first;
  const decision = decideOffer(rules, { ...facts, read });
  for (const stop of stopsAfter(rules, decision, question)) deps.offers.stopNow(stop);
  return decision;
}

const STOPPING = { 'budget-prefix': 'prefix', 'budget-country': 'country', 'budget-all': 'all', 'conversion-watch': 'prefix' } as const;

/** What is to be stopped since a rule found it full. Pure. */
function stopsAfter(rules: RuleSettings, { record }: OfferDecision, { caller, nowMs }: EligibilityQuestion): readonly OfferStop[] {
  return (Object.keys(STOPPING) as (keyof typeof STOPPING)[]).flatMap((rule) => {
    if (!record.against.includes(rule) || !parametersOf(rules, rule).stop) return [];
    const scope = STOPPING[rule];
    if (scope !== 'all' && caller.kind !== 'number') return [];
    const of = caller.kind === 'number' ? { prefix: blockOf(caller.canonical).name, country: caller.country ?? '?', all: '' } : { all: '' };
    const name = (of as Readonly<Record<string, string>>)[scope] ?? '';
    const [counted = 0, limit = 0] = (record.saw[rule] ?? []) as readonly number[];
    return [
      { id: `${scope}:${name}`, scope, name, why: rule === 'conversion-watch' ? 'no-replies' : 'budget', atMs: nowMs, counted, limit },
    ];
  });
}

function factsOf({ offers, keyring }: EligibilityDeps, question: EligibilityQuestion): OfferFacts {
  const { contact, callId, intent, attestation, language } = question;
  return {
    caller: question.caller,
    desk: question.desk,
    sending: offers.sending(),
    templates: [...new Set(question.templates)].map((name) => ({ name, ...offers.template(name, language) })),
    stops: offers.stops(),
    nowMs: question.nowMs,
    entryNumber: question.entryNumber,
    language,
    variables: question.variables,
    lot: lotOf(keyring, question.contactId),
    offer: question.offer,
    ...(contact && { contact }),
    ...(callId !== undefined && { callId }),
    ...(intent !== undefined && { intent }),
    ...(attestation !== undefined && { attestation }),
  };
}

/** A place from 0 to 99 that stays the person's own. Pure. */
export function lotOf(keyring: Pick<Keyring, 'hash'>, contactId: string): number {
  let lot = 0;
  for (const letter of keyring.hash(`throttle:${contactId}`)) lot = (lot * 31 + letter.charCodeAt(0)) % 1_000_003;
  return lot % 100;
}

async function readMore(deps: EligibilityDeps, rules: RuleSettings, question: EligibilityQuestion): Promise<ReadFacts | undefined> {
  const { caller, nowMs, deadlineMs } = question;
  const number = caller.kind === 'number' && caller.type !== 'landline' ? caller : undefined;
  const wantsLine = rules.rules['line-looked-up'].on && !question.offer.skip.includes('line-looked-up') && caller.kind === 'number';
  const { keepDays, perDay, timeoutMs } = parametersOf(rules, 'line-looked-up');
  try {
    const [counts, line] = await Promise.all([
      deps.offers.budgets.read(budgetQuestion(rules, { callerId: question.contactId, to: number, nowMs })),
      wantsLine ? lookUpLine(deps.offers.lines, { e164: caller.canonical, nowMs, deadlineMs, keepDays, perDay, timeoutMs }) : undefined,
    ]);
    return { counts, ...(line && { line }) };
  } catch (error) {
    deps.log.warn({ err: error }, 'the counters of invites could not be read');
    return undefined;
  }
}

import { recoveryReasonWords } from './explain-recovery.ts';
import type { Saw } from './facts.ts';
import type { RuleLanguage } from './rule.ts';
import { RULES } from './table.ts';

/** A decision as it stands in the event log. Fields may be missing in events of earlier versions. */
interface ToldDecision {
  /** An offer on the line, or a message after a call that ended too early. */
  readonly about: 'offer' | 'recovery';
  readonly made: boolean;
  readonly reasons: readonly string[];
  readonly rules?: number;
  readonly saw?: Readonly<Record<string, Saw>>;
  readonly would?: readonly string[];
  readonly off?: readonly string[];
  readonly skipped?: readonly string[];
}

const DECISIONS: Readonly<Partial<Record<string, readonly ['offer' | 'recovery', 'made' | 'withheld']>>> = {
  'offer.made': ['offer', 'made'],
  'offer.withheld': ['offer', 'withheld'],
  'recovery.requested': ['recovery', 'made'],
  'recovery.withheld': ['recovery', 'withheld'],
};

/** The decision that an event of the log is about; undefined for every other event. Pure. */
export function toldDecision(event: {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
}): ToldDecision | undefined {
  const [about, outcome] = DECISIONS[event.type] ?? [];
  if (!about) return undefined;
  const { reasons = [], ...data } = (event.data ?? {}) as Omit<ToldDecision, 'about' | 'made' | 'reasons'> & {
    readonly reasons?: readonly { readonly rule: string }[];
  };
  return { ...data, about, made: outcome === 'made', reasons: reasons.map(({ rule }) => rule) };
}

interface ExplainedRule {
  readonly rule: string;
  readonly name: string;
  /** `ok`, `against`; `off` and `skipped` decided nothing; `not-asked`: something else had decided already. */
  readonly verdict: 'ok' | 'against' | 'off' | 'skipped' | 'not-asked';
  /** It is off, and would have spoken against the offer. */
  readonly would: boolean;
  /** What it saw, with its setting, in one sentence. */
  readonly sentence: string;
}

/** Each rule with what it saw and its setting, in the order of the table. Pure. */
export function explainOffer(decision: ToldDecision, language: RuleLanguage): readonly ExplainedRule[] {
  const { saw = {}, would = [], off = [], skipped = [], reasons } = decision;
  return RULES.map((rule) => {
    const values = saw[rule.id];
    const verdict = reasons.includes(rule.id)
      ? 'against'
      : skipped.includes(rule.id)
        ? 'skipped'
        : off.includes(rule.id)
          ? 'off'
          : values === undefined
            ? 'not-asked'
            : 'ok';
    return {
      rule: rule.id,
      name: rule.name[language],
      verdict,
      would: would.includes(rule.id),
      sentence: values === undefined ? '' : rule.says[language](values),
    };
  });
}

const HEAD = {
  en: {
    offer: { made: 'The chat was offered.', withheld: 'The chat was not offered.' },
    recovery: { made: 'The caller was written to after the call.', withheld: 'The caller was not written to after the call.' },
    condition: 'The condition of the flow was not true; no rule was asked.',
  },
  es: {
    offer: { made: 'Se ofreció el chat.', withheld: 'No se ofreció el chat.' },
    recovery: { made: 'Se le escribió después de la llamada.', withheld: 'No se le escribió después de la llamada.' },
    condition: 'La condición del flujo no se cumplía; no se preguntó a ninguna regla.',
  },
} as const;

/** The decision in one sentence, and why. Pure. */
export function headOf(decision: ToldDecision, language: RuleLanguage): string {
  const words = HEAD[language];
  const { made, withheld } = words[decision.about];
  if (decision.made) return made;
  if (decision.reasons.includes('condition')) return `${withheld} ${words.condition}`;
  const names = decision.reasons.map(
    (id) => RULES.find((rule) => rule.id === id)?.name[language] ?? recoveryReasonWords(id, language) ?? id,
  );
  return `${withheld} ${names.join('; ')}.`;
}

import type { Outlook, SendingOutlook, TemplateOutlook } from '../../channels/outlook.ts';
import type { Words } from '../../rules/rule.ts';
import type { RuleId } from '../../rules/table.ts';
import type { Flow } from '../flow.ts';
import type { OfferStep } from '../schema/voice-steps.ts';

/** `blocked`: callers would be promised what can't be kept. `attention`: it works, but not for everybody or not for long. */
export type Verdict = 'ready' | 'attention' | 'blocked';

/** One sentence of the checklist, in the languages of the pages. */
export interface ReadinessFinding {
  readonly verdict: Verdict;
  readonly words: Words;
}

/** A problem as the linter or the API tells it. */
export interface FoundProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly step?: string | undefined;
  readonly message: string;
}

/** Somebody who may take chats. */
export interface Answerer {
  readonly teams: readonly string[];
  readonly languages: readonly string[];
}

/** What the system knows at the moment in which offers are to be switched on. */
export interface ReadinessFacts {
  readonly flow: Flow;
  /** Of the linter, for this flow. */
  readonly problems: readonly FoundProblem[];
  readonly outlook: Outlook;
  readonly sending: SendingOutlook;
  /** First replies of agents that were measured in the last two hours are behind the desk's wait. */
  readonly measuredReplies: number;
  readonly answerers: readonly Answerer[];
  /** May the template, or its reserve, be sent in this language? */
  readonly template: (name: string, language: string) => TemplateOutlook;
  readonly hasSmsSender: boolean;
  /** Is the rule asked at all, as the administrator set it? */
  readonly isRuleOn: (id: RuleId) => boolean;
  readonly nowMs: number;
}

/** The offers of the flow's call side, with their step ids. */
export type Offers = readonly (readonly [id: string, step: OfferStep])[];

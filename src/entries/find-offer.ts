import type { FlowShelf, PublishedFlow } from '../flows/published-flow.ts';
import type { OfferStep } from '../flows/schema/voice-steps.ts';
import type { InviteQuestion } from './invite-order.ts';

/** The flows in use, also by their names. */
export interface EntryFlows extends Pick<FlowShelf, 'forNumber'> {
  /** The release of the flow that serves now. */
  byId(flowId: string): PublishedFlow | undefined;
}

export interface FoundOffer {
  readonly published: PublishedFlow;
  readonly stepId: string;
  readonly step: OfferStep;
  readonly language: string;
}

export type OfferSearch = FoundOffer | { readonly refused: 'flow-not-found' | 'flow-has-no-offer' };

/** The offer step whose rules, templates and look-back an invite from outside goes by. Pure. */
export function findOffer(flows: EntryFlows, question: InviteQuestion): OfferSearch {
  const published = question.flow === undefined ? flows.forNumber(question.entryNumber ?? '') : flows.byId(question.flow);
  if (!published) return { refused: 'flow-not-found' };
  const { flow } = published.compiled;
  const found = Object.entries(flow.call.steps).find(
    ([id, step]) => step.type === 'offer' && (question.step === undefined || question.step === id),
  );
  if (found?.[1].type !== 'offer') return { refused: 'flow-has-no-offer' };
  return { published, stepId: found[0], step: found[1], language: chosenLanguage(flow.languages, question.language) };
}

/** A language of the flow: the one that was asked for, with or without its region, else the first. */
function chosenLanguage(languages: readonly string[], wanted: string | undefined): string {
  const bare = wanted?.split('-')[0];
  return languages.find((tag) => tag === wanted) ?? languages.find((tag) => tag === bare) ?? languages[0] ?? 'en';
}

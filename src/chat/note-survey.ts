import type { FlowFact } from '../flows/outcomes.ts';
import { addEvent, type ChatDraft } from './chat-draft.ts';

/**
 * Keeps what a survey asked and was told, and says so in the event log: the answer to "is it solved?" as confirmed or
 * denied, every answer as a score. What is not answered leaves no trace but that it was asked.
 */
export function noteSurvey(draft: ChatDraft, facts: readonly FlowFact[]): void {
  for (const fact of facts) {
    if (fact.type === 'survey-asked') {
      draft.chat = { ...draft.chat, survey: { step: fact.step, kind: fact.kind, askedAtMs: draft.nowMs } };
      addEvent(draft, 'chat.surveyed', { kind: fact.kind, after: draft.chat.closed ? 'close' : 'bot' });
    }
    if (fact.type === 'survey-answered') noteAnswer(draft, fact);
    if (fact.type === 'survey-commented') noteComment(draft);
  }
}

function noteAnswer(draft: ChatDraft, { step, kind, score, positive }: Extract<FlowFact, { type: 'survey-answered' }>): void {
  const { survey = { step, kind, askedAtMs: draft.nowMs } } = draft.chat;
  draft.chat = { ...draft.chat, survey: { ...survey, answer: { atMs: draft.nowMs, score, positive } } };
  addEvent(draft, 'chat.rated', { kind, score, positive });
  if (kind === 'resolved') addEvent(draft, positive ? 'chat.confirmed' : 'chat.denied', {});
}

function noteComment(draft: ChatDraft): void {
  const said = draft.messages.findLast(({ author }) => author.kind === 'customer');
  if (draft.chat.survey && said) draft.chat = { ...draft.chat, survey: { ...draft.chat.survey, commentSeq: said.seq } };
}

import { describe, expect, it } from 'vitest';
import type { SurveyQuestion } from '../../src/flows/schema/chat-steps.ts';
import { readScore } from '../../src/flows/survey-answers.ts';
import { CHAT, chatOf } from './chat-flow.ts';
import { w } from './engine-flow.ts';

const RESOLVED: SurveyQuestion = { kind: 'resolved', yes: w('Sí, todo bien'), no: w('Todavía no') };
const CSAT: SurveyQuestion = {
  kind: 'csat',
  button: w('Valorar'),
  titles: ['Muy mal', 'Mal', 'Regular', 'Bien', 'Muy bien'].map((title) => w(title)),
};
const NPS: SurveyQuestion = { kind: 'nps' };

describe('what counts as an answer', () => {
  it.each([
    [RESOLVED, { buttonId: 'how.yes' }, 1],
    [RESOLVED, { buttonId: 'how.no', text: 'Todavía no' }, 0],
    [RESOLVED, { text: 'Sí, todo bien' }, 1],
    [RESOLVED, { text: 'todavía NO' }, 0],
    [RESOLVED, { text: '1' }, 1],
    [RESOLVED, { text: '2' }, 0],
    [RESOLVED, { text: 'Sí, gracias!' }, 1],
    [RESOLVED, { text: 'no' }, 0],
    [RESOLVED, { text: 'no sé' }, undefined],
    [RESOLVED, { text: 'no me ha llegado el paquete' }, undefined],
    [RESOLVED, { text: '' }, undefined],
    [RESOLVED, { buttonId: 'other.yes', text: '' }, undefined],
    [CSAT, { buttonId: 'how.4' }, 4],
    [CSAT, { text: '5' }, 5],
    [CSAT, { text: '⭐⭐⭐' }, 3],
    [CSAT, { text: 'muy mal' }, 1],
    [CSAT, { text: 'un 4' }, 4],
    [CSAT, { text: '6' }, undefined],
    [CSAT, { text: '0' }, undefined],
    [CSAT, { text: 'llevo esperando 3 semanas' }, undefined],
    [CSAT, { text: 'bien, gracias' }, undefined],
    [NPS, { text: '10' }, 10],
    [NPS, { text: '0' }, 0],
    [NPS, { text: '11' }, undefined],
    [NPS, { text: 'de 8 a 9' }, undefined],
  ])('%j, %j: %s', (question, reply, score) => {
    expect(readScore('how', question, reply, 'es')).toBe(score);
  });
});

const survey = (more: Record<string, unknown> = {}) => ({
  type: 'survey',
  text: w('¿resuelto?'),
  question: { kind: 'resolved', yes: w('Sí'), no: w('No') },
  invalidText: w('toque una'),
  variable: 'score',
  next: 'done',
  denied: 'human',
  invalid: 'human',
  ...more,
});

describe('survey', () => {
  it('asks by buttons, and takes the way back to a person after a no', () => {
    const test = chatOf({ start: survey() });
    expect(test.progress.sayings).toMatchObject([{ kind: 'buttons', buttons: [{ id: 'start.yes' }, { id: 'start.no' }] }]);
    expect(test.progress.facts).toContainEqual({ type: 'survey-asked', step: 'start', kind: 'resolved' });
    expect(test.at()).toBe('survey start');
    test.tap('start.no');
    expect(test.progress.facts).toContainEqual({ type: 'survey-answered', step: 'start', kind: 'resolved', score: 0, positive: false });
    expect([test.at(), test.values()]).toEqual(['assign human', { score: 0 }]);
  });

  it('takes five marks by a list, the best first, and asks for a few words', () => {
    const step = survey({
      question: { kind: 'csat', button: w('Valorar') },
      comment: { text: w('¿por qué?'), skip: w('Nada más') },
    });
    const good = chatOf({ start: step });
    const [saying] = good.progress.sayings;
    expect(saying?.kind === 'list' && saying.sections[0]?.rows.map(({ id, title }) => `${id} ${title}`)).toEqual([
      'start.5 5 ★★★★★',
      'start.4 4 ★★★★',
      'start.3 3 ★★★',
      'start.2 2 ★★',
      'start.1 1 ★',
    ]);
    good.tap('start.4');
    expect([good.at(), good.texts()]).toEqual(['survey start', ['¿por qué?']]);
    good.say('muy amables');
    expect(good.progress.facts).toContainEqual({ type: 'survey-commented', step: 'start' });
    expect(good.at()).toBe('closed');
    const bad = chatOf({ start: step });
    bad.say('2');
    bad.tap('start.skip');
    expect(bad.progress.facts.some(({ type }) => type === 'survey-commented')).toBe(false);
    expect(bad.at()).toBe('assign human');
  });

  it('counts nothing that is no answer: asked once more, then somebody reads it', () => {
    const test = chatOf({ start: survey() });
    const facts = [...test.say('no me ha llegado').facts];
    expect(test.texts()).toEqual(['toque una', '¿resuelto?']);
    facts.push(...test.say('¿hola?').facts);
    expect(test.at()).toBe('assign human');
    expect(facts.filter(({ type }) => type === 'survey-answered')).toEqual([]);
    expect(facts.filter(({ type }) => type === 'survey-asked')).toEqual([]);
  });

  it('is asked once in a chat', () => {
    const steps = { start: { type: 'ask', text: w('¿?'), next: 'how', invalid: 'human' }, how: survey() };
    const test = chatOf(steps);
    test.surroundings = { ...CHAT, chat: { caseNumber: 'x', fromCall: true, surveyed: true } };
    test.say('algo');
    expect(test.at()).toBe('closed');
  });

  it('follows the close of an agent where the flow says so, from wherever the chat is', () => {
    const steps = { start: { type: 'send', text: w('un momento'), next: 'human' }, how: survey() };
    const test = chatOf(steps, { afterClose: { step: 'how' } });
    test.send({ type: 'AGENT_CLOSED' });
    expect(test.at()).toBe('survey how');
    const silent = chatOf(steps);
    expect(silent.send({ type: 'AGENT_CLOSED' })).toMatchObject({ sayings: [], wait: { kind: 'assign' } });
  });
});

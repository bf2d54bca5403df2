import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { shows } from '../support/shows.ts';

/** A chat whose first message carries shortcuts, and whose second is a list of them; then it asks something else. */
const FLOW = {
  ...BASICS,
  variables: { name: { type: 'string' } },
  call: {
    start: 'person',
    steps: {
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós', 'Goodbye') },
    },
  },
  chat: {
    ...BASICS.chat,
    start: 'always',
    steps: {
      ...BASICS.chat.steps,
      always: {
        type: 'send',
        text: both('Siempre puede:', 'At any time:'),
        buttons: [{ id: 'end', title: both('Terminar', 'Finish'), to: 'bye' }],
        next: 'more',
      },
      more: {
        type: 'send',
        text: both('O elegir:', 'Or choose:'),
        list: {
          button: both('Elegir', 'Choose'),
          sections: [{ title: both('Otras', 'Others'), rows: [{ id: 'hours', title: both('Horario', 'Hours'), to: 'hours' }] }],
        },
        next: 'ask',
      },
      ask: { type: 'ask', text: both('¿Cómo se llama?', 'What is your name?'), variable: 'name', next: 'hand-over', invalid: 'hand-over' },
      hours: { type: 'close', text: both('De 9 a 18', 'From 9 to 6') },
      bye: { type: 'close', text: both('Hasta pronto', 'Goodbye') },
    },
  },
} as const;

let folder: FlowFolder;
let t: TestService;
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path } });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

/** Somebody writes first, and is asked for a name. */
async function asked() {
  people += 1;
  const from = `+346008${String(20_000 + people)}`;
  const handset = t.sandbox.handset(from);
  await handset.write('hola');
  await t.settle();
  const business = () => handset.messages().filter(({ by }) => by === 'business');
  expect(business().at(-1)?.text).toBe('¿Cómo se llama?');
  return { handset, business, chatId: (await t.contact(from))?.openChatId };
}

describe('shortcuts of a message that was written before', () => {
  const SHOWN = [
    [shows('exit:send button', 'a button, tapped while something else is asked, leads to its step'), 'Terminar', 'Hasta pronto'],
    [shows('exit:send row', 'a row of a list, chosen while something else is asked, leads to its step'), 'Horario', 'De 9 a 18'],
  ] as const;
  it.each(SHOWN.map(([{ words }, ...row]) => [words, ...row] as const))('%s', async (_words, title, answer) => {
    const at = await asked();
    const carrying = at.business().find(({ buttons }) => buttons.some((button) => button.title === title));
    await at.handset.pressButton(title, carrying?.sid);
    await t.settle();
    expect(at.business().at(-1)?.text).toBe(answer);
    expect((await t.events('chat.closed')).filter(({ chatId }) => chatId === at.chatId)).toHaveLength(1);
  });
});

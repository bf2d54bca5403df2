import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';

const SPLIT = {
  type: 'split',
  experiment: 'greeting',
  arms: [
    { id: 'short', weight: 1, to: 'short' },
    { id: 'long', weight: 1, to: 'long' },
  ],
};
const menu = (text: string) => ({
  type: 'menu',
  prompt: both(text, text),
  options: [
    { key: '1', to: 'try' },
    { key: '0', to: 'person', person: true },
  ],
  invalid: 'person',
  noInput: 'person',
});
const FLOW = {
  ...BASICS,
  call: {
    start: 'try',
    steps: {
      try: SPLIT,
      short: menu('Corto.'),
      long: menu('Largo.'),
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
  chat: {
    ...BASICS.chat,
    start: 'try',
    steps: {
      try: SPLIT,
      short: { type: 'send', text: both('Corto.', 'Short.'), next: 'hand-over' },
      long: { type: 'send', text: both('Largo.', 'Long.'), next: 'hand-over' },
      'hand-over': { type: 'assign', team: 'support' },
    },
  },
};

let folder: FlowFolder;
let t: TestService;
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path } });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

/** What was assigned of a call or a chat. */
async function assignedIn(id: string | undefined) {
  const events = await t.events('experiment.assigned');
  return events.filter(({ callId, chatId }) => id !== undefined && (chatId ?? callId) === id).map(({ step, data }) => ({ step, ...data }));
}

describe('an experiment', () => {
  it('assigns a caller once a call, always to the same arm, and the chat too; different callers differ', async () => {
    const arms = new Map<string, string>();
    for (let n = 0; n < 8; n += 1) {
      const from = `+3460081${String(1000 + n)}`;
      for (let again = 0; again < 2; again += 1) {
        const call = await t.sandbox.call({ from });
        await call.press('1');
        const kept = await t.call(call.sid, from);
        const heard = kept?.path.at(-1)?.[0] ?? '';
        await call.hangUp();
        expect(await assignedIn(kept?.id)).toEqual([{ step: 'try', experiment: 'greeting', arm: heard }]);
        expect(arms.get(from) ?? heard).toBe(heard);
        arms.set(from, heard);
      }
    }
    expect(new Set(arms.values()).size).toBe(2);
    const [from, arm] = [...arms][0] as [string, string];
    const handset = t.sandbox.handset(from);
    await handset.write('hola');
    await t.settle();
    await handset.waitForMessage(arm === 'short' ? 'Corto.' : 'Largo.');
    const chatId = (await t.contact(from))?.openChatId;
    expect(await assignedIn(chatId)).toEqual([{ step: 'try', experiment: 'greeting', arm }]);
  });

  it('assigns a caller who withholds the number by the call alone', async () => {
    const call = await t.sandbox.call({ from: 'anonymous' });
    await call.press('1');
    const kept = await t.call(call.sid, 'anonymous');
    await call.hangUp();
    expect(await assignedIn(kept?.id)).toHaveLength(1);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { openDesk } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

let folder: FlowFolder;
let pages: Pages;
beforeAll(async () => {
  folder = await flowFolder(CALLBACK_FLOW);
  pages = await startPages({ flowsFolder: folder.path });
});
afterAll(async () => {
  await pages.stop();
  await folder.remove();
});

it('the calls that were promised are listed at the desk, and cancelled there after a second question, by keyboard', async () => {
  const from = '+34600000401';
  const call = await pages.sandbox.call({ from });
  // Nobody is at the desk: a time is chosen, then the own number.
  for (const key of ['1', '1', '1']) await call.press(key);
  await expect.poll(() => call.heard().at(-1)).toBe('Adiós.');
  const { context, page } = await openDesk(pages, DEMO.agent);
  const list = page.getByRole('region', { name: 'Calls to make' });
  const cancel = list.getByRole('button', { name: /^Cancel the call to \+34 ?.*401$|^Cancel the call to .*01$/ });
  await cancel.waitFor();
  await list.getByText(/^at /).waitFor();
  await cancel.press('Enter');
  await list.getByRole('button', { name: 'Keep it' }).press('Enter');
  await cancel.press('Enter');
  await list.getByRole('group').getByRole('button', { name: 'Cancel the call' }).press('Enter');
  await list.waitFor({ state: 'detached' });
  // Who calls again is promised a new one: none is pending.
  const again = await pages.sandbox.call({ from });
  await again.press('1');
  expect(again.heard().join(' ')).toContain('Le llamamos nosotros.');
  await again.hangUp();
  await context.close();
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { openDesk } from './desk-parts.ts';
import { ANA, DEMO, type Pages, startPages } from './start-pages.ts';

/** Monday, 11:00 in Madrid, when the tests begin: an hour at which people may be called. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');
const begunAtMs = Date.now();
/** The phone of agents who have none of their own. */
const AGENT = '+34910000001';

let folder: FlowFolder;
let pages: Pages;
beforeAll(async () => {
  folder = await flowFolder(CALLBACK_FLOW);
  pages = await startPages({ flowsFolder: folder.path, clock: { nowMs: () => MONDAY + Date.now() - begunAtMs } });
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

it('on the sandbox page the agent’s phone rings, then the customer’s, and both talk, by keyboard', async () => {
  const { context, page } = await openDesk(pages, DEMO.agent);
  await page.goto('/sandbox');
  await page.getByRole('combobox', { name: 'When a call is put through' }).selectOption('ring');
  // An agent is there and an hour has come at which people may be called: as soon as somebody is free is now.
  const call = await pages.sandbox.call({ from: ANA });
  for (const key of ['1', '1', '1']) await call.press(key);
  const phones = page.getByRole('region', { name: 'Phones that are called' });
  const agent = phones.getByRole('region', { name: `The phone ${AGENT}` });
  await agent.getByRole('button', { name: 'Answer' }).press('Enter');
  await agent.getByText(/Llamada de vuelta/).waitFor();
  await agent.getByRole('button', { name: 'Key 1' }).press('Enter');
  const customer = phones.getByRole('region', { name: `The phone ${ANA}` });
  await customer.getByRole('button', { name: 'Answer' }).press('Enter');
  await customer.getByText(/como nos pidió/).waitFor();
  await customer.getByRole('button', { name: 'Key 1' }).press('Enter');
  await customer.getByText('Talking to a person').waitFor();
  await customer.getByRole('button', { name: 'Hang up' }).press('Enter');
  await phones.waitFor({ state: 'detached' });
  await context.close();
});

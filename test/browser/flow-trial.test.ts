import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ANA, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages?.stop());
afterEach(async () => expect(await visits.end()).toEqual([]));

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const box = (page: Page, id: string) => region(page, 'Drawing of the flow').locator(`[data-id="${id}"] .step-box`);

async function open(panel: string, flow = 'support'): Promise<Page> {
  const page = await visits.open(`/flows/${flow}`);
  await page.getByRole('button', { name: panel, exact: true }).press('Enter');
  return page;
}

interface Draft {
  readonly revision: number;
  readonly cases: { readonly cases: readonly { readonly name: string; readonly steps: readonly { readonly do: string }[] }[] };
}
const draftOf = async (page: Page): Promise<Draft> => (await page.request.get('/api/flows/support/draft')).json() as Promise<Draft>;

it('a test call on the draft, by keyboard: heard, drawn, known, gone on in the chat, and kept as a case that holds', async () => {
  const page = await open('Try it');
  const trial = region(page, 'Test call');
  const log = trial.getByRole('log', { name: 'The conversation' });
  const press = (name: string | RegExp) => trial.getByRole('button', { name, exact: true }).press('Enter');
  await trial.getByRole('textbox', { name: 'Wait in support, seconds' }).fill('720');
  await press('Call');
  await log.getByText('Thank you for calling').waitFor();
  await press('Key 2');
  await log.getByText('To check an order, press 1.').waitFor();
  await expect.poll(() => box(page, 'call/main-menu').getAttribute('data-mark')).toBe('at');
  await expect.poll(() => box(page, 'call/speak-english').getAttribute('data-mark')).toBe('walked');
  await press('Key 1');
  await trial.getByRole('textbox', { name: 'Several keys' }).fill('123457#');
  await press('Press');
  await press('Key 1');
  await trial.getByRole('row', { name: /^orderNumber 123457/ }).waitFor();

  // Keep going to the offer, accept it, wait for the message, go on in the chat.
  await press('Key 1');
  await press('Key 1');
  await log.getByText('Sent:').first().waitFor();
  await trial.getByRole('textbox', { name: 'Seconds' }).fill('5');
  await press('Wait');
  await press('Open the chat');
  await log.getByText('Reads:').first().waitFor();
  await expect.poll(() => page.locator('[data-id^="chat/"] [data-mark="at"]').count()).toBe(1);
  expect(await objections(page)).toEqual([]);

  await trial.getByRole('textbox', { name: 'Keep this as a case' }).fill('an order goes on in the chat');
  await press('Keep');
  await trial.getByRole('status').filter({ hasText: 'Kept as “an order goes on in the chat”.' }).waitFor();
  const kept = (await draftOf(page)).cases.cases.find(({ name }) => name === 'an order goes on in the chat');
  expect(kept?.steps.map((step) => step.do)).toEqual([
    'calls',
    'presses 2',
    'presses 1',
    'presses 123457#',
    'presses 1',
    'presses 1',
    'presses 1',
    'waits 5',
    'opens the chat',
  ]);

  await page.getByRole('button', { name: 'Cases', exact: true }).press('Enter');
  const cases = region(page, 'Recorded conversations');
  await cases.getByText(/all hold\./).waitFor();
  await cases.getByText(/an order goes on in the chat/).waitFor();
  await expect.poll(() => page.locator('[data-mark="missed"]').count()).toBe(0);
  expect(await objections(page)).toEqual([]);
  await page.request.delete('/api/flows/support/draft');
});

it('what can’t happen is not offered, one step back is one line back, and a broken draft says so and keeps the conversation', async () => {
  const page = await open('Try it');
  const trial = region(page, 'Test call');
  const log = trial.getByRole('log', { name: 'The conversation' });
  expect(await trial.getByRole('button', { name: 'Hang up' }).count()).toBe(0);
  await trial.getByRole('button', { name: 'Call', exact: true }).click();
  await log.getByText('Thank you for calling').waitFor();
  expect(await trial.getByRole('button', { name: 'An agent answers' }).count()).toBe(0);
  await trial.getByRole('button', { name: 'Key 2' }).click();
  await log.getByText('To check an order, press 1.').waitFor();
  await trial.getByRole('button', { name: 'One back' }).click();
  await log.getByText('To check an order, press 1.').waitFor({ state: 'detached' });

  const { revision, flow } = (await (await page.request.get('/api/flows/support/draft')).json()) as { revision: number; flow: object };
  const broken = structuredClone(flow) as { call: { steps: Record<string, { to?: string; next?: string }> } };
  (broken.call.steps.greeting as { next?: string }).next = 'nowhere';
  expect((await page.request.put('/api/flows/support/draft', { data: { baseRevision: revision, flow: broken } })).status()).toBe(200);
  await trial.getByText('The flow has errors.').waitFor();
  await log.getByText('Thank you for calling').waitFor();
  await page.request.delete('/api/flows/support/draft');
});

it('a case that no longer holds says what is expected and what happens now, and is taken as right', async () => {
  const page = await open('Cases');
  const cases = region(page, 'Recorded conversations');
  await cases.getByText(/all hold\./).waitFor();
  const { revision, flow } = (await (await page.request.get('/api/flows/support/draft')).json()) as { revision: number; flow: object };
  const changed = JSON.parse(JSON.stringify(flow).replaceAll('To speak to a person, press 0.', 'For a human, press 0.')) as object;
  expect((await page.request.put('/api/flows/support/draft', { data: { baseRevision: revision, flow: changed } })).status()).toBe(200);
  await cases.getByText(/fails?\.$/).waitFor();
  const failing = cases.getByRole('listitem').filter({ hasText: 'fails' }).first();
  await failing.locator('summary').click();
  await failing.getByText('Now:').first().waitFor();
  const before = await cases.getByText('fails', { exact: true }).count();
  await failing.getByRole('button', { name: /^What happens now is right for/ }).press('Enter');
  await expect.poll(() => cases.getByText('fails', { exact: true }).count(), { timeout: 30_000 }).toBe(before - 1);
  await cases.getByRole('button', { name: `This is right now, for all ${before - 1}` }).press('Enter');
  await cases.getByText(/all hold\./).waitFor();
  await page.request.delete('/api/flows/support/draft');
});

it('how many people went where, drawn as thickness and said in a table', async () => {
  const call = await pages.sandbox.call({ from: ANA });
  await call.press('2');
  await call.hangUp();
  const page = await open('Traffic');
  const traffic = region(page, 'How people went through it');
  await traffic.getByText('1 call, 0 chats with the bot.').waitFor();
  await traffic.getByRole('row', { name: /^main-menu Call 1 1$/ }).waitFor();
  await box(page, 'call/main-menu').getByText('1 · 1 hung up').waitFor();
  const style = (arrow: string) => page.locator(`[data-id="${arrow}"] .react-flow__edge-path`).getAttribute('style');
  expect(await style('call/choose-language:options.1.to')).toContain('stroke-width: 12');
  expect(await style('call/choose-language:options.0.to')).toContain('stroke-width: 1;');
  await page.getByRole('combobox', { name: 'Period' }).waitFor();
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Traffic', exact: true }).press('Enter');
  await expect.poll(() => page.locator('[data-mark]').count()).toBe(0);
});

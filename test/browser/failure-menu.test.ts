import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVisitor, signIn } from '../support/browser.ts';
import { acceptOffer } from './caller-parts.ts';
import { openDesk } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

it('“not on WhatsApp” is chosen on the page: the caller is told and queued, and the SMS leads into WhatsApp', {
  timeout: 60_000,
}, async () => {
  const agent = await openDesk(pages, DEMO.agent);
  const { page, context, errors } = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
  await signIn(page, DEMO.administrator, DEMO.password);
  await page.getByRole('region', { name: 'Agents' }).getByText('open', { exact: true }).waitFor();
  await page.goto('/sandbox');
  const carrier = page.getByRole('region', { name: 'The carrier' });
  await carrier.getByRole('checkbox', { name: /Only for the next message/ }).press(' ');
  const menu = carrier.getByRole('combobox', { name: 'What happens to our messages' });
  await menu.selectOption('Refused: not on WhatsApp');
  await carrier.getByText('Fails with 63003; an SMS with a link follows.').waitFor();

  const phone = page.getByRole('region', { name: 'The caller’s phone' });
  const heard = phone.getByRole('log', { name: 'What is heard' });
  await acceptOffer(page);
  await heard.getByText(/text message|SMS/).waitFor();
  await phone.getByText('position 1', { exact: true }).waitFor();

  const mobile = page.getByRole('region', { name: 'The customer’s mobile' });
  await mobile.getByRole('tab', { name: /^SMS \(1\)/ }).press('Enter');
  const inbox = mobile.getByRole('log', { name: 'Text messages' });
  expect(await inbox.getByRole('article').count()).toBe(1);
  // Used up by the one message: the next is delivered.
  await expect.poll(() => menu.inputValue()).toBe('deliver');
  await inbox.getByRole('button', { name: 'Open the link to wa.me' }).press('Enter');
  const message = mobile.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => message.inputValue()).toMatch(/[0-9A-Z]{4}/);
  await message.press('Enter');
  await mobile.getByText('there is no need to repeat what you told us').waitFor();
  expect(errors).toEqual([]);
  await context.close();
  await agent.context.close();
});

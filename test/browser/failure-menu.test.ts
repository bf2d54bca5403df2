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

it('a failure is chosen by its code: the caller’s line reacts, then the desk; the webhook is sent again, and others are held back', {
  timeout: 90_000,
}, async () => {
  const agent = await openDesk(pages, DEMO.agent);
  const { page, context, errors } = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
  await signIn(page, DEMO.administrator, DEMO.password);
  await page.getByRole('region', { name: 'Agents' }).getByText('open', { exact: true }).waitFor();
  await page.goto('/sandbox?from=%2B34655000111');
  const backstage = page.getByRole('region', { name: 'Behind the scenes' });
  const search = backstage.getByRole('searchbox', { name: 'Search a code, or what goes wrong' });
  const form = backstage.getByRole('form', { name: 'How it happens' });
  const chosen = backstage.getByRole('region', { name: 'Chosen now' });

  // Words find it as well as its code; the arrows reach it; it says what the service will do.
  await search.fill('old app');
  const failure = backstage.getByRole('radio', { name: /^63024/ });
  await failure.press(' ');
  await form.getByText('The number is left alone for the days that the offer says').waitFor();
  await form.getByRole('combobox', { name: 'It is told' }).selectOption('sent, then undelivered');
  await form.getByRole('combobox', { name: 'Receipts come' }).selectOption('the last one first');
  await form.getByRole('textbox', { name: 'For so many messages' }).fill('1');
  await form.getByRole('button', { name: 'Let it happen' }).press('Enter');
  await chosen.getByText(/63024 .* for one message/).waitFor();

  const phone = page.getByRole('region', { name: 'The caller’s phone' });
  await acceptOffer(page);
  await phone
    .getByRole('log', { name: 'What is heard' })
    .getByText(/text message|SMS/)
    .waitFor();
  await chosen.waitFor({ state: 'detached' });

  // What the carrier told, newest first; sent again it changes nothing, and says what the service answered.
  await backstage.getByRole('tab', { name: 'Webhooks' }).press('Enter');
  await backstage.getByRole('combobox', { name: 'Show' }).selectOption('receipts of our messages');
  const receipt = backstage.getByRole('row', { name: /undelivered · 63024/ }).first();
  await receipt.getByRole('button', { name: /^Send again/ }).press('Enter');
  await backstage
    .getByText('The service answered 204 to the repetition.')
    .or(backstage.getByText('The service answered 200 to the repetition.'))
    .waitFor();
  await backstage.getByText(/again, of number \d+/).waitFor();

  // The SMS leads into WhatsApp, and on to a person.
  const mobile = page.getByRole('region', { name: 'The customer’s mobile' });
  await mobile.getByRole('tab', { name: /^SMS \(1\)/ }).press('Enter');
  await mobile.getByRole('button', { name: 'Open the link to wa.me' }).press('Enter');
  const message = mobile.getByRole('textbox', { name: 'Message' });
  await expect.poll(() => message.inputValue()).toMatch(/[0-9A-Z]{4}/);

  // What the customer writes waits at the carrier until it is let go.
  await backstage.getByRole('checkbox', { name: 'a customer wrote' }).press(' ');
  await backstage.getByRole('checkbox', { name: 'a customer wrote', checked: true }).waitFor();
  await message.press('Enter');
  await backstage.getByRole('button', { name: /^Send: a customer wrote/ }).press('Enter');
  await mobile.getByText('there is no need to repeat what you told us').waitFor();
  await backstage.getByRole('checkbox', { name: 'a customer wrote' }).press(' ');
  await message.fill('person');
  await message.press('Enter');
  await agent.page
    .getByRole('region', { name: 'Waiting' })
    .getByRole('link', { name: /Joan Puig/ })
    .press('Enter');
  await agent.page.getByRole('button', { name: 'Claim' }).press('Enter');
  const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
  await reply.waitFor();

  // A code that nobody knows, for what the agent writes: the thread shows it.
  await backstage.getByRole('tab', { name: 'Failures' }).press('Enter');
  await search.fill('59999');
  await backstage.getByRole('radio', { name: '59999 A code that the table does not have' }).press(' ');
  await form.getByRole('button', { name: 'Let it happen' }).press('Enter');
  await chosen.getByText(/59999/).waitFor();
  await reply.fill('Here is your bill.');
  await reply.press('Enter');
  await agent.page.getByText(/59999/).waitFor();
  await chosen.getByRole('button', { name: /^Take back/ }).press('Enter');
  await chosen.waitFor({ state: 'detached' });

  expect(errors).toEqual([]);
  expect(agent.errors).toEqual([]);
  await context.close();
  await agent.context.close();
});

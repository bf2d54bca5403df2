import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beSignedIn, openVisitor, signIn } from '../support/browser.ts';
import { acceptOffer } from './caller-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

describe('the sample flow', () => {
  it('is played to the end by caller, handset and agent, by keyboard', async () => {
    const agent = await openVisitor(pages.browser, pages.url);
    await beSignedIn(agent, DEMO.agent, DEMO.password);
    await agent.page.goto('/desk');
    await agent.page.getByText('Agents present').waitFor();
    const { page, context, errors } = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
    await signIn(page, DEMO.administrator, DEMO.password);
    await page.getByRole('region', { name: 'Agents' }).getByText('open', { exact: true }).waitFor();
    await page.goto('/sandbox');
    const phone = page.getByRole('region', { name: 'The caller’s phone' });
    const mobile = page.getByRole('region', { name: 'The customer’s mobile' });
    const heard = phone.getByRole('log', { name: 'What is heard' });

    // The caller: English, billing, on to WhatsApp.
    await acceptOffer(page);
    await heard.getByText('Otherwise, hang up whenever you like').waitFor();
    await phone.getByRole('button', { name: 'Hang up' }).press('Enter');
    await phone.getByText('by the caller', { exact: true }).waitFor();

    // The customer: the button, then what it is about, then a person.
    await mobile.getByRole('button', { name: 'Continue here' }).press('Enter');
    await mobile.getByText('there is no need to repeat what you told us').waitFor();
    await mobile.getByRole('button', { name: 'Something else' }).press('Enter');
    await mobile.getByText('passing the conversation to a person').waitFor();

    // The agent: claims it, knows the call, answers.
    await agent.page
      .getByRole('region', { name: 'Waiting' })
      .getByRole('link', { name: /Ana García/ })
      .press('Enter');
    const card = agent.page.getByRole('complementary', { name: 'What we know' });
    await card.getByText('Certain link').waitFor();
    await card.getByText('billing', { exact: true }).waitFor();
    expect(await card.getByRole('listitem').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('choose-language'), expect.stringContaining('main-menu')]),
    );
    await agent.page.getByRole('button', { name: 'Claim' }).press('Enter');
    const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.press('I');
    await agent.page.keyboard.type(' have your bill here.');
    await agent.page.keyboard.press('Enter');
    await mobile.getByText('I have your bill here.').waitFor();

    // The customer answers; the agent ends it.
    await mobile.getByRole('textbox', { name: 'Message' }).fill('Thank you');
    await page.keyboard.press('Enter');
    await agent.page.getByRole('article').filter({ hasText: 'Thank you' }).waitFor();
    await agent.page.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await agent.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await agent.page.getByText('No chat is open').waitFor();

    // The report counted it, to the last stage.
    await page.goto('/reports');
    const funnel = page.getByRole('table', { name: 'Funnel' });
    const closed = funnel.getByRole('row', { name: /^Closed/ }).getByRole('cell');
    await expect
      .poll(
        async () => {
          await page.reload();
          await closed.first().waitFor();
          return closed.first().textContent();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe('1');
    expect(errors).toEqual([]);
    expect(agent.errors).toEqual([]);
    await context.close();
    await agent.context.close();
  }, 90_000);
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { claim, customer, openChat, openDesk } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

const HOUR_MS = 3_600_000;
/** The service's time; the pages go by what it tells them. */
let behindMs = 25 * HOUR_MS;
let pages: Pages;
let visitors: Visitor[] = [];
beforeAll(async () => {
  pages = await startPages({ clock: { nowMs: () => Date.now() - behindMs } });
});
afterAll(() => pages.stop());
afterEach(async () => {
  const errors = visitors.flatMap((visitor) => visitor.errors);
  await Promise.all(visitors.map(({ context }) => context.close()));
  visitors = [];
  expect(errors).toEqual([]);
});

async function desk(username: string) {
  const visitor = await openDesk(pages, username);
  visitors.push(visitor);
  return visitor.page;
}

describe('what an agent can do with a chat, by keyboard', () => {
  it('the window has closed: the composer is locked and says why, and a template goes out from its dialog', async () => {
    const handset = await customer(pages, '+34600000401');
    behindMs = 0;
    const page = await desk(DEMO.agent);
    await openChat(page, 'Waiting', 'Customer 401');
    await page.getByRole('button', { name: 'Claim' }).press('Enter');
    await page.getByText('WhatsApp takes only an approved template now.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Reply to the customer' }).count()).toBe(0);
    await page.getByText('Window closed').waitFor();

    const choose = page.getByRole('button', { name: 'Choose a template' });
    await choose.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Choose a template' });
    await dialog.getByLabel('What the customer gets').getByText('Hola, le escribimos de Luz Clara').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Choose a template');

    await choose.press('Enter');
    const template = dialog.getByRole('combobox', { name: 'Template' });
    expect(await template.inputValue()).toBe('appointment-confirmed/es');
    await template.selectOption('reopen (en)');
    await dialog.getByText('Hello, this is Luz Clara.').waitFor();
    await dialog.getByRole('button', { name: 'Send template' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect((await handset.waitForMessage(/we have an answer/)).text).toMatch(/^Hello, this is Luz Clara\./);

    await handset.pressButton('Continue');
    await page.getByRole('textbox', { name: 'Reply to the customer' }).waitFor();
  });

  it('a chat that was offered is declined: it is offered to a colleague', async () => {
    behindMs = 0;
    const page = await desk(DEMO.agent);
    await customer(pages, '+34600000402');
    const row = page.getByRole('region', { name: 'Waiting' }).getByRole('link', { name: 'Customer 402' });
    await row.getByText('Offered to you').waitFor();
    const colleague = await desk(DEMO.supervisor);
    await row.press('Enter');
    await page.getByRole('button', { name: 'Not now' }).press('Enter');
    const theirs = colleague.getByRole('region', { name: 'Waiting' }).getByRole('link', { name: 'Customer 402' });
    await theirs.getByText('Offered to you').waitFor();
    await page.getByText('Offered to Bruno Demo first').waitFor();
    expect(await row.getByText('Offered to you').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Not now' }).count()).toBe(0);
  });

  it('a supervisor takes a chat over: the agent is told and writes no more', async () => {
    behindMs = 0;
    const handset = await customer(pages, '+34600000403');
    const page = await desk(DEMO.agent);
    await claim(page, 'Customer 403');
    const supervisor = await desk(DEMO.supervisor);
    await openChat(supervisor, 'All others', 'Customer 403');
    await supervisor.getByRole('button', { name: 'Take over' }).press('Enter');
    const reply = supervisor.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.fill('Bruno speaking.');
    await reply.press('Enter');
    await handset.waitForMessage(/Bruno speaking/);
    await expect.poll(() => page.getByRole('textbox', { name: 'Reply to the customer' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Take over' }).count()).toBe(0);
  });

  it('a chat is handed back to the bot, which goes on with the customer', async () => {
    behindMs = 0;
    const handset = await customer(pages, '+34600000404');
    const page = await desk(DEMO.supervisor);
    await claim(page, 'Customer 404');
    const before = handset.messages().length;
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Hand back to the bot' }).press('Enter');
    await page.getByText('The bot is answering. You can leave a note.').waitFor();
    // The chat is in Spanish, the page in English: so is what the system notes in it.
    await page.getByText(/^Bruno Demo handed the chat back to the bot\./).waitFor();
    expect(await page.getByText('devuelve el chat').count()).toBe(0);
    await expect.poll(() => handset.messages().length).toBeGreaterThan(before);
    expect(await page.getByRole('textbox', { name: 'Reply to the customer' }).count()).toBe(0);
    await handset.write('person');
    await page.getByRole('region', { name: 'Waiting' }).getByRole('link', { name: 'Customer 404' }).waitFor();
  });
});

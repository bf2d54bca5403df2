import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { openChat, openDesk } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

const HOUR_MS = 3_600_000;
/** The service's time; the pages go by what it tells them. */
let aheadMs = 0;
let pages: Pages;
let visitors: Visitor[] = [];
beforeAll(async () => {
  pages = await startPages({ clock: { nowMs: () => Date.now() + aheadMs } });
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

/** Somebody who writes while nobody is at the desk. */
async function writes(number: string, ...words: readonly string[]) {
  const handset = pages.sandbox.handset(number);
  await handset.set({ profileName: `Customer ${number.slice(-3)}` });
  await handset.write('hola');
  await handset.waitForMessage();
  for (const text of words) {
    await handset.write(text);
    await handset.waitForMessage();
  }
  return handset;
}

describe('last night’s tickets, at the desk in the morning, by keyboard', () => {
  it('urgent first, then by when they are due; overdue ones say so; type and urgency are put right', async () => {
    const handset = await writes('+34600000701', 'persona', 'Estamos sin luz en la calle');
    await handset.waitForMessage(/código postal/);
    await handset.write('28013');
    await writes('+34600000702', 'No hay luz y huele a gas');
    await writes('+34600000703', 'persona', 'Es por mi factura');
    aheadMs = 20 * HOUR_MS;

    const page = await desk(DEMO.agent);
    const waiting = page.getByRole('region', { name: 'Waiting' });
    await waiting.getByRole('link', { name: 'Customer 703' }).waitFor();
    const names = async () => (await waiting.getByRole('link').allTextContents()).map((text) => /Customer \d+/.exec(text)?.[0]);
    await expect.poll(names).toEqual(['Customer 702', 'Customer 701', 'Customer 703']);
    const urgent = waiting.getByRole('link', { name: 'Customer 702' });
    await urgent.getByText('Urgent', { exact: true }).waitFor();
    await urgent.getByText('Faults').waitFor();
    await waiting
      .getByRole('link', { name: 'Customer 701' })
      .getByText(/answer within \d h/)
      .waitFor();

    aheadMs = 25 * HOUR_MS;
    await page.reload();
    await waiting
      .getByRole('link', { name: 'Customer 701' })
      .getByText(/overdue by/)
      .waitFor();

    await openChat(page, 'Waiting', 'Customer 701');
    const ticket = page.getByRole('region', { name: 'Ticket' });
    await ticket.getByText(/overdue by/).waitFor();
    await ticket.getByText(/Given by the classifier, \d+% sure: .*sin luz/).waitFor();
    await ticket.getByText('28013').waitFor();
    await ticket.getByText('The bot is asking for what is missing').waitFor();

    const type = ticket.getByLabel('Type');
    expect(await type.inputValue()).toBe('fault');
    await type.focus();
    await type.selectOption({ label: 'Complaints' });
    await ticket.getByText('Chosen by an agent').waitFor();
    await waiting.getByRole('link', { name: 'Customer 701' }).getByText('Complaints').waitFor();
    await page
      .getByRole('log')
      .getByText(/changed the type: Reclamaciones/)
      .waitFor();

    const mark = ticket.getByRole('switch', { name: 'Urgent' });
    await mark.focus();
    await page.keyboard.press('Space');
    await page
      .getByRole('log')
      .getByText(/marked the case as urgent/)
      .waitFor();
    await waiting.getByRole('link', { name: 'Customer 701' }).getByText('Urgent', { exact: true }).waitFor();

    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    await page.getByRole('button', { name: 'Claim' }).press('Enter');
    await ticket.getByText('The bot is asking for what is missing').waitFor({ state: 'detached' });
  });

  it('the overview alarms about what is urgent and overdue, and speaks Spanish too', async () => {
    const page = await desk(DEMO.supervisor);
    await page.goto('/');
    await page.getByText(/urgent chat.* wait/).waitFor();
    await page.getByText(/The answer promised to .* is overdue/).waitFor();
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { claim, customer, openDesk, raiseCapacity } from './desk-parts.ts';
import { ANA, DEMO, type Pages, startPages } from './start-pages.ts';

let pages: Pages;
let agent: Visitor;
beforeAll(async () => {
  pages = await startPages();
  await raiseCapacity(pages);
});
afterAll(() => pages.stop());
beforeEach(async () => {
  agent = await openDesk(pages, DEMO.agent);
});
afterEach(() => agent.context.close());

describe('the desk', () => {
  it('sends a reply by Enter, keeps its line breaks, and shows how far it has come', async () => {
    const handset = await customer(pages, '+34600000301');
    await claim(agent.page, 'Customer 301');
    const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.press('F');
    await agent.page.keyboard.type('irst line');
    await agent.page.keyboard.press('Shift+Enter');
    await agent.page.keyboard.type('second line');
    await agent.page.keyboard.press('Enter');
    expect((await handset.waitForMessage(/First line/)).text).toBe('First line\nsecond line');
    const entry = agent.page.getByRole('log', { name: 'Conversation' }).getByRole('article').filter({ hasText: 'First line' });
    await entry.getByRole('img', { name: 'Delivered' }).waitFor();
    await handset.read();
    await entry.getByRole('img', { name: 'Read' }).waitFor();
    expect(await reply.inputValue()).toBe('');
  });

  it('loses nothing on a dropped connection: what was written meanwhile arrives once, in order', async () => {
    const handset = await customer(pages, '+34600000302');
    await claim(agent.page, 'Customer 302');
    const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
    await agent.context.setOffline(true);
    await agent.page.getByRole('alert').getByText('No connection').waitFor();
    for (const text of ['one', 'two', 'three']) {
      await reply.fill(`Offline ${text}`);
      await reply.press('Enter');
    }
    await reply.fill('Not finished');
    await agent.page.getByText('3 messages are kept').waitFor();
    await agent.context.setOffline(false);
    await handset.waitForMessage(/Offline three/);
    await agent.page.getByRole('alert').waitFor({ state: 'detached' });
    const got = handset.messages().map(({ text }) => text);
    expect(got.filter((text) => text.startsWith('Offline'))).toEqual(['Offline one', 'Offline two', 'Offline three']);
    await agent.page.reload();
    await expect.poll(() => agent.page.getByRole('textbox', { name: 'Reply to the customer' }).inputValue()).toBe('Not finished');
  });

  it('keeps an unsent reply over a reload', async () => {
    const handset = await customer(pages, '+34600000303');
    await claim(agent.page, 'Customer 303');
    await agent.context.setOffline(true);
    await agent.page.getByRole('alert').getByText('No connection').waitFor();
    const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.fill('Written before the reload');
    await reply.press('Enter');
    await agent.page.getByText('1 message is kept').waitFor();
    await agent.context.setOffline(false);
    await agent.page.reload();
    await handset.waitForMessage(/Written before the reload/);
    expect(handset.messages().filter(({ text }) => text === 'Written before the reload')).toHaveLength(1);
  });

  it('fills a ready-made reply in after a slash', async () => {
    await customer(pages, '+34600000304');
    await claim(agent.page, 'Customer 304');
    const reply = agent.page.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.press('/');
    await agent.page.keyboard.type('caso');
    await agent.page.getByRole('listbox', { name: 'Ready-made replies' }).waitFor();
    await agent.page.keyboard.press('Enter');
    expect(await reply.inputValue()).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(await reply.inputValue()).not.toContain('{{');
  });

  it('tells each agent who has a chat and who looks at it; only the owner may write', async () => {
    await customer(pages, '+34600000305');
    await claim(agent.page, 'Customer 305');
    const supervisor = await openDesk(pages, DEMO.supervisor);
    await supervisor.page.getByRole('region', { name: 'All others' }).getByRole('link', { name: 'Customer 305' }).press('Enter');
    await supervisor.page.getByText('Carla Demo has this chat').waitFor();
    await agent.page.getByText('Bruno Demo is looking at it too').waitFor();
    expect(await supervisor.page.getByRole('textbox', { name: 'Reply to the customer' }).count()).toBe(0);
    await supervisor.page.getByText('A colleague has this chat. You can leave a note.').waitFor();
    await supervisor.page.getByRole('radio', { name: 'Note' }).press(' ');
    await supervisor.page.getByRole('textbox', { name: 'Note for colleagues' }).fill('Give them a discount');
    await supervisor.page.keyboard.press('Enter');
    await agent.page.getByRole('article').filter({ hasText: 'Give them a discount' }).waitFor();
    await agent.page.getByRole('textbox', { name: 'Reply to the customer' }).press('H');
    await supervisor.page.getByText('Carla Demo is typing').waitFor();
    await supervisor.context.close();
  });

  it('shows a picture, says who wrote, and ends with a disposition', async () => {
    const handset = await customer(pages, '+34600000306');
    await claim(agent.page, 'Customer 306');
    await handset.send({ kind: 'image' });
    const image = agent.page.getByRole('img', { name: 'Image from the customer' });
    await image.waitFor();
    await expect.poll(() => image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0);
    await agent.page.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    const dialog = agent.page.getByRole('dialog', { name: 'Close the chat' });
    await dialog.getByRole('radio', { name: 'Resolved', exact: true }).press('ArrowDown');
    await dialog.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await agent.page.getByText('No chat is open').waitFor();
    await expect.poll(() => agent.page.getByRole('link', { name: 'Customer 306' }).count()).toBe(0);
  });

  it('hands a chat over to a colleague with a word that the customer does not see', async () => {
    const handset = await customer(pages, '+34600000307');
    await claim(agent.page, 'Customer 307');
    const supervisor = await openDesk(pages, DEMO.supervisor);
    await agent.page.getByRole('button', { name: 'Transfer' }).press('Enter');
    const dialog = agent.page.getByRole('dialog', { name: 'Transfer the chat' });
    await expect.poll(() => dialog.getByRole('option', { name: /Bruno Demo/ }).count()).toBe(1);
    await dialog
      .getByRole('combobox')
      .selectOption({ label: (await dialog.getByRole('option', { name: /Bruno Demo/ }).textContent()) ?? '' });
    await dialog.getByRole('textbox').fill('Knows the contract');
    await dialog.getByRole('button', { name: 'Transfer' }).press('Enter');
    await supervisor.page.getByRole('region', { name: 'Mine' }).getByRole('link', { name: 'Customer 307' }).press('Enter');
    await supervisor.page.getByText('Knows the contract').first().waitFor();
    expect(handset.messages().some(({ text }) => text.includes('Knows the contract'))).toBe(false);
    await supervisor.context.close();
  });
});

describe('a number at the desk', () => {
  it('is masked', async () => {
    await pages.sandbox.handset(ANA).write('Hello');
    await pages.sandbox.handset(ANA).waitForMessage();
    await pages.sandbox.handset(ANA).write('person');
    await claim(agent.page, 'Ana García');
    expect(await agent.page.getByText(ANA).count()).toBe(0);
    expect(await agent.page.getByText(/\+34 ••• ••• 222/).count()).toBeGreaterThan(0);
  });
});

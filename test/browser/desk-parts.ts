import type { Page } from 'playwright-core';
import type { HandsetDriver } from '../../src/sandbox/handset-driver.ts';
import { beSignedIn, openVisitor, type Visitor } from '../support/browser.ts';
import { DEMO, type Pages } from './start-pages.ts';

/** Somebody who is signed in, at the desk. */
export async function openDesk(pages: Pages, username: string): Promise<Visitor> {
  const visitor = await openVisitor(pages.browser, pages.url);
  await beSignedIn(visitor, username, DEMO.password);
  await visitor.page.goto('/desk');
  await visitor.page.getByText('Agents present').waitFor();
  return visitor;
}

/** For tests that leave their chats with the agent. */
export async function raiseCapacity(pages: Pages): Promise<void> {
  const { context } = await openVisitor(pages.browser, pages.url);
  await beSignedIn({ context }, DEMO.administrator, DEMO.password);
  const users = (await (await context.request.get('/api/users')).json()) as { items: { id: string; username: string }[] };
  const id = users.items.find((user) => user.username === DEMO.agent)?.id;
  const changed = await context.request.patch(`/api/users/${id}`, { data: { capacity: 20 }, headers: { origin: pages.url } });
  if (changed.status() !== 200) throw new Error(`the capacity could not be changed: ${changed.status()}`);
  await context.close();
}

/** A customer who wrote without a call and asked for a person; each test has its own. */
export async function customer(pages: Pages, number: string): Promise<HandsetDriver> {
  const handset = pages.sandbox.handset(number);
  await handset.set({ profileName: `Customer ${number.slice(-3)}` });
  await handset.write('Hello');
  await handset.waitForMessage();
  await handset.write('person');
  return handset;
}

export async function openChat(page: Page, list: 'Waiting' | 'Mine' | 'All others', name: string): Promise<void> {
  await page.getByRole('region', { name: list }).getByRole('link', { name }).press('Enter');
}

export async function claim(page: Page, name: string): Promise<void> {
  await openChat(page, 'Waiting', name);
  await page.getByRole('button', { name: 'Claim' }).press('Enter');
  await page.getByRole('textbox', { name: 'Reply to the customer' }).waitFor();
}

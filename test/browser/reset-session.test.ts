import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { claim, customer, openDesk } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());
afterEach(async () => {
  expect(await visits.end()).toEqual([]);
});

it('an agent resets the session of whoever is stuck in an open chat, by keyboard: chosen by tick boxes, with a reason', async () => {
  const handset = await customer(pages, '+34600000451');
  const { context, page } = await openDesk(pages, DEMO.agent);
  await claim(page, 'Customer 451');
  const open = page.getByRole('button', { name: 'Reset the session' });
  await open.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Reset a person’s session' });
  const bot = dialog.getByRole('checkbox', { name: 'The bot’s place in the flow' });
  await dialog.getByText('Handed back to the bot, it begins anew.').waitFor();
  await dialog.getByText('opt-outs, promised calls and a call that is on now stay').waitFor();
  const submit = dialog.getByRole('button', { name: 'Reset', exact: true });
  expect(await submit.isDisabled()).toBe(true);
  await bot.press('Space');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('The bot repeated its question');
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('status').filter({ hasText: 'What was chosen is reset.' }).waitFor();
  await page.getByRole('log').getByText('reset this person’s session.').waitFor();
  const before = handset.messages().length;
  await page.getByRole('button', { name: 'More actions' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Hand back to the bot' }).press('Enter');
  await expect.poll(() => handset.messages().length).toBeGreaterThan(before);
  await context.close();
});

it('a supervisor finds somebody by number and resets what stands in their way', async () => {
  await customer(pages, '+34600000452');
  const page = await visits.open('/settings', DEMO.supervisor);
  const region = page.getByRole('region', { name: 'Reset a person’s session' });
  const number = region.getByRole('textbox', { name: 'Number of the person' });
  await number.fill('+34 600 000 452');
  await page.keyboard.press('Enter');
  await region.getByText('The chat leaves the queue of').waitFor();
  await region.getByRole('checkbox').first().press('Space');
  await region.getByRole('textbox', { name: 'Why' }).fill('nobody serves that team');
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await region.getByRole('status').filter({ hasText: 'What was chosen is reset.' }).waitFor();
  await expect.poll(() => page.locator(':focus').getAttribute('inputmode')).toBe('tel');
});

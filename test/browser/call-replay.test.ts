import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ANA, DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages?.stop());
afterEach(async () => expect(await visits.end()).toEqual([]));

const mark = (page: Page, id: string) => page.locator(`[data-id="${id}"] .step-box`).getAttribute('data-mark');

it('a real call is found in the list, stepped through by keyboard on its drawing, and its number is shown for a reason only', async () => {
  const call = await pages.sandbox.call({ from: ANA });
  for (const keys of ['2', '7', '1', '123457', '1']) await call.press(keys);
  await call.hangUp();
  const page = await visits.open('/flows/support', DEMO.supervisor);
  await page.getByRole('link', { name: 'Calls', exact: true }).press('Enter');
  const row = page.getByRole('table', { name: 'Calls' }).getByRole('row').nth(1);
  await row.getByText('+34 ••• ••• 222').waitFor();
  expect(await objections(page)).toEqual([]);
  await page.getByLabel('What it came to').selectOption('whatsapp');
  await page.getByText('No call like that in this period.').waitFor();
  await page.getByLabel('What it came to').selectOption('ended');
  await row.getByRole('link').press('Enter');

  const list = page.getByRole('list', { name: 'What happened, in order' });
  const current = list.locator('[aria-current="step"]');
  await expect.poll(() => current.textContent()).toContain('The call came in');
  await page.getByRole('region', { name: 'Drawing of the flow' }).waitFor();
  await current.focus();
  for (const step of ['greeting', 'choose-language', 'speak-english', 'main-menu']) {
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => current.textContent()).toContain(step);
  }
  await expect.poll(() => mark(page, 'call/main-menu')).toBe('at');
  expect(await mark(page, 'call/speak-english')).toBe('walked');
  await expect.poll(() => page.locator(':focus').getAttribute('aria-current')).toBe('step');
  // What was pressed is hidden, of a wrong key it is not kept, and what was heard after it is told.
  await list.getByText('pressed keys (hidden)').first().waitFor();
  await list.getByText('pressed keys (not kept)').waitFor();
  await list.getByText('asked or told again').waitFor();
  await page.keyboard.press('End');
  await expect.poll(() => current.textContent()).toContain('The call is over');
  expect(await page.content()).not.toMatch(/600111222|123457/);
  expect(await objections(page)).toEqual([]);

  await page.getByRole('button', { name: 'Show the number' }).press('Enter');
  await page.getByLabel('Why do you need it?').fill('A complaint about this call');
  await page.keyboard.press('Enter');
  await page.getByText(ANA, { exact: true }).waitFor();
  await list.getByText('pressed keys (123457)').waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Back', exact: true }).press('Home');
  await page.getByRole('button', { name: 'Play', exact: true }).press('Enter');
  const place = page.getByRole('toolbar', { name: 'Walk through the call' }).getByRole('status');
  await expect.poll(() => place.textContent(), { timeout: 10_000 }).toMatch(/^[3-9] of/);
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
});

it('who builds flows walks it too, in Spanish, and is not asked whether the number is to be shown', async () => {
  const page = await visits.open('/flows/support/calls', 'demo-editor', 'es-ES');
  await page.getByRole('table', { name: 'Llamadas' }).getByRole('link').first().press('Enter');
  await page.getByRole('list', { name: 'Qué pasó, por orden' }).waitFor();
  await page.getByText('+34 ••• ••• 222').waitFor();
  expect(await page.getByRole('button', { name: 'Mostrar el número' }).count()).toBe(0);
  expect(await objections(page)).toEqual([]);
});

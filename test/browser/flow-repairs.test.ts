import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPAIRED_CODES } from '../../src/flows/edit/repairs.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { editorEn } from '../../src/web/pages/flows/editor/words/editor-en.ts';
import { BROKEN, bent } from '../flows/edit/broken-drafts.ts';
import { type Pages, startPages } from './start-pages.ts';
import { createVisits } from './visits.ts';

let pages: Pages;
let page: Page;
const visits = createVisits(() => pages);
/** What was pressed, by the words on the button without the name that it is about. */
const pressed = new Set<string>();

const idOf = (code: string) => `mend-${code.toLowerCase()}`;
/** A draft of its own for each code, with the problem in it. */
const drafts = new Map(
  REPAIRED_CODES.map((code) => {
    const bend = BROKEN[code];
    if (!bend) throw new Error(`${code} has a repair and no draft that needs it: add one to broken-drafts.ts`);
    return [code, { ...bent(bend), id: idOf(code), name: `Has ${code}` }] as const;
  }),
);

beforeAll(async () => {
  pages = await startPages();
  page = await visits.open('/flows');
  for (const [code, flow] of drafts) {
    const made = await page.request.post('/api/flows', { data: { id: idOf(code), flow } });
    expect(made.status(), await made.text()).toBe(201);
  }
  await page.reload();
});
afterAll(() => pages.stop());

const list = () => page.getByRole('region', { name: 'Problems', exact: true });
const entries = (code: string) => list().getByRole('listitem').filter({ hasText: code });
const buttons = (entry: Locator) => entry.locator('button:not(.outline-link)');

async function draftText(code: string): Promise<string> {
  const answer = await page.request.get(`/api/flows/${idOf(code)}/files`);
  return ((await answer.json()) as { flow: string }).flow;
}

async function saveNow(): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());
  await page.keyboard.press('Control+s');
  await answer;
}

/** The kind of repair that a button offers, by its words. */
function kindOf(words: string): string {
  const found = Object.entries(editorEn).find(([key, text]) => {
    const [head = '', tail = ''] = text.split('{about}');
    return key.startsWith('repair.') && words.startsWith(head) && words.endsWith(tail);
  });
  return found?.[0] ?? words;
}

/** Presses one of the buttons of the first problem of the code. */
async function mend(code: string, at: number): Promise<void> {
  const button = buttons(entries(code).first()).nth(at);
  const words = (await button.textContent()) ?? '';
  pressed.add(kindOf(words));
  await button.press('Enter');
  if (!words.endsWith('…')) return;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('main-menu');
  await dialog.getByRole('combobox').press('Enter');
}

it.each([...drafts])('%s: each click mends it on the page, and undo brings the same bytes back', async (code, flow) => {
  await page.getByRole('link', { name: idOf(code), exact: true }).click();
  await page.getByRole('button', { name: /errors?, / }).press('Enter');
  await entries(code).first().waitFor();
  const before = await entries(code).count();
  const count = await buttons(entries(code).first()).count();
  expect(count).toBeGreaterThan(0);
  for (let at = 0; at < count; at += 1) {
    await mend(code, at);
    await expect.poll(() => entries(code).count()).toBeLessThan(before);
    await saveNow();
    expect(await draftText(code)).not.toBe(writeJson(flow));
    await page.keyboard.press('Control+z');
    await entries(code)
      .nth(before - 1)
      .waitFor();
    await saveNow();
    expect(await draftText(code)).toBe(writeJson(flow));
  }
  await page.getByRole('link', { name: /All flows$/ }).click();
});

it('every kind of repair that there is was pressed, and nothing broke meanwhile', async () => {
  const kinds = Object.keys(editorEn).filter((key) => key.startsWith('repair.'));
  expect([...pressed].sort()).toEqual(kinds.sort());
  expect(await visits.end()).toEqual([]);
});

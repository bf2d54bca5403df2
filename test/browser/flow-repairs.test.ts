import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DraftFlow } from '../../src/flows/edit/draft.ts';
import { lintDraft } from '../../src/flows/edit/lint-draft.ts';
import { REPAIRED_CODES, type Repair, repairsOf } from '../../src/flows/edit/repairs.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import { editorEn } from '../../src/web/pages/flows/editor/words/editor-en.ts';
import { ALSO_BROKEN, BESIDE, BROKEN, bent } from '../flows/edit/broken-drafts.ts';
import { type Pages, startPages } from './start-pages.ts';
import { createVisits } from './visits.ts';

let pages: Pages;
let page: Page;
const visits = createVisits(() => pages);
const pressed = new Set<string>();
/** On a machine that does other things as well. */
const SOON = { timeout: 20_000 };

interface Way {
  readonly name: string;
  readonly code: string;
  readonly id: string;
  readonly flow: DraftFlow;
  /** What can be done about its first problem, in the order of the buttons. */
  readonly repairs: readonly Repair[];
}

function wayOf(name: string, code: string, bend: (typeof BROKEN)[string] | undefined): Way {
  if (!bend) throw new Error(`${code} has a repair and no draft that needs it: add one to broken-drafts.ts`);
  const id = `mend-${name.toLowerCase().replaceAll(' ', '-')}`;
  const flow: DraftFlow = { ...bent(bend), id };
  const problem = lintDraft(flow, BESIDE).find((each) => each.code === code);
  if (!problem) throw new Error(`the draft for ${name} does not have ${code}`);
  return { name, code, id, flow, repairs: repairsOf(flow, problem, BESIDE) };
}

/** A draft of its own for each code that has a repair, with the problem in it. */
const WAYS = [
  ...REPAIRED_CODES.map((code) => wayOf(code, code, BROKEN[code])),
  ...ALSO_BROKEN.map(({ name, code, bend }) => wayOf(name, code, bend)),
];

beforeAll(async () => {
  pages = await startPages();
  page = await visits.open('/flows');
  for (const { id, flow } of WAYS) {
    const made = await page.request.post('/api/flows', { data: { id, flow } });
    expect(made.status(), await made.text()).toBe(201);
  }
  await page.reload();
});
afterAll(() => pages.stop());

const list = () => page.getByRole('region', { name: 'Problems', exact: true });
const entries = (code: string) => list().getByRole('listitem').filter({ hasText: code });
const buttons = (entry: Locator) => entry.locator('button:not(.outline-link)');

async function draftText(id: string): Promise<string> {
  const answer = await page.request.get(`/api/flows/${id}/files`);
  return ((await answer.json()) as { flow: string }).flow;
}

/** Presses one of the buttons of the first problem of the code. */
async function mend(code: string, at: number, { kind, about }: Repair): Promise<void> {
  const words = editorEn[`repair.${kind}`].replace('{about}', about);
  const button = buttons(entries(code).first()).nth(at);
  expect(await button.textContent()).toBe(words);
  pressed.add(kind);
  await button.press('Enter');
  if (kind !== 'choose-step') return;
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.fill('main-menu');
  await field.press('Enter');
}

it.each(WAYS)('$name: each click mends it on the page, and undo brings the same bytes back', async ({ code, id, flow, repairs }) => {
  // One that failed is left where it stood.
  if (!page.url().endsWith('/flows')) await page.goto('/flows');
  await page.locator(`a[href="/flows/${id}"]`).click();
  await page.getByRole('button', { name: /errors?, / }).press('Enter');
  await entries(code).first().waitFor();
  const before = await entries(code).count();
  expect(repairs.length).toBeGreaterThan(0);
  expect(await buttons(entries(code).first()).count()).toBe(repairs.length);
  for (const [at, repair] of repairs.entries()) {
    await mend(code, at, repair);
    await expect.poll(() => entries(code).count(), SOON).toBeLessThan(before);
    await page.keyboard.press('Control+s');
    await expect.poll(() => draftText(id), SOON).not.toBe(writeJson(flow));
    await page.keyboard.press('Control+z');
    await entries(code)
      .nth(before - 1)
      .waitFor();
    await page.keyboard.press('Control+s');
    await expect.poll(() => draftText(id), SOON).toBe(writeJson(flow));
  }
  await page.getByRole('link', { name: /All flows$/ }).click();
  await page.waitForURL('**/flows');
});

it('every kind of repair that there is was pressed, and nothing broke meanwhile', async () => {
  const kinds = Object.keys(editorEn).flatMap((key) => (key.startsWith('repair.') ? [key.slice('repair.'.length)] : []));
  expect([...pressed].sort()).toEqual(kinds.sort());
  expect(await visits.end()).toEqual([]);
});

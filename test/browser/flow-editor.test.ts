import { readFileSync } from 'node:fs';
import type { APIRequestContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newLines } from '../flows/edit/sample-drafts.ts';
import { beSignedIn, openVisitor } from '../support/browser.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

const SUPPORT = readFileSync(new URL('../../flows/support.flow.json', import.meta.url), 'utf8');

let pages: Pages;
const visits = createVisits(() => pages);
let api: APIRequestContext;
beforeAll(async () => {
  pages = await startPages();
  const { context } = await openVisitor(pages.browser, pages.url);
  await beSignedIn({ context }, DEMO.administrator, DEMO.password);
  api = context.request;
});
afterAll(() => pages.stop());

/** Every test begins with the released flow. */
beforeEach(async () => {
  for (const id of ['support', 'insurance-claim']) expect((await api.delete(`/api/flows/${id}/draft`)).status()).toBe(204);
});
afterEach(async () => expect(await visits.end()).toEqual([]));

async function openEditor(path = '/flows/support', username?: string, locale?: string): Promise<Page> {
  const page = await visits.open(path, username, locale);
  await outline(page).waitFor();
  return page;
}

const outline = (page: Page) => page.getByRole('navigation', { name: /^(Steps|Pasos)$/ });
const canvas = (page: Page) => page.getByRole('region', { name: 'Drawing of the flow' });
const box = (page: Page, id: string) => canvas(page).locator(`[data-id="${id}"]`);
const draftState = (page: Page) => page.getByRole('status', { name: 'Draft' });

/** The draft as the service keeps it. */
async function draftText(page: Page, flow = 'support'): Promise<string> {
  const answer = await page.request.get(`/api/flows/${flow}/files`);
  return ((await answer.json()) as { flow: string }).flow;
}

async function saved(page: Page): Promise<void> {
  await draftState(page)
    .getByText(/^Saved \d/)
    .waitFor();
}

/** Waits until an edit has been noticed, then until it is saved. */
async function savedAfter(page: Page, edit: () => Promise<unknown>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());
  await edit();
  await answer;
  await saved(page);
}

/** Opens the step in the outline by keyboard. */
async function openStep(page: Page, id: string): Promise<void> {
  const entry = outline(page)
    .getByRole('button', { name: new RegExp(`^${id} `) })
    .first();
  if ((await entry.getAttribute('aria-expanded')) !== 'true') await entry.press('Enter');
}

async function stepMenu(page: Page, step: string, item: string): Promise<void> {
  await openStep(page, step);
  await outline(page)
    .getByRole('button', { name: `What to do with ${step}` })
    .press('Enter');
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

async function choose(page: Page, text: string): Promise<void> {
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.fill(text);
  await field.press('Enter');
}

describe('the canvas', () => {
  it('changes words where they are read, saves them by itself, and undo gives the first bytes back', async () => {
    const page = await openEditor('/flows/support?side=call&step=greeting');
    await page.getByRole('combobox', { name: 'Language of the words shown' }).click();
    await page.getByRole('option', { name: 'English' }).click();
    await box(page, 'call/greeting').dblclick();
    const words = page.getByRole('textbox', { name: 'Words of greeting, English' });
    await savedAfter(page, () => words.fill('Good morning from {{business}}.'));
    expect(newLines(SUPPORT, await draftText(page))).toEqual(['          "en": "Good morning from {{business}}."']);
    await words.press('Escape');
    await page.reload();
    await box(page, 'call/greeting').getByText('Good morning').waitFor();
    await box(page, 'call/greeting').focus();
    await page.keyboard.press('F2');
    await words.pressSequentially(' Hello.');
    await savedAfter(page, () => page.keyboard.press('Escape'));
    await savedAfter(page, () => page.keyboard.press('Control+z'));
    expect(newLines(SUPPORT, await draftText(page))).toEqual(['          "en": "Good morning from {{business}}."']);
    expect(await objections(page)).toEqual([]);
  });

  it('moves a box in one step, which is a diff of one line, and undo brings the file back', async () => {
    const page = await openEditor('/flows/support?side=call&step=greeting');
    const greeting = box(page, 'call/greeting');
    const from = await greeting.boundingBox();
    if (!from) throw new Error('the box is not drawn');
    await page.mouse.move(from.x + 60, from.y + 12);
    await page.mouse.down();
    for (const x of [10, 30, 60, 80]) await page.mouse.move(from.x + 60 + x, from.y + 12 + x / 2);
    await savedAfter(page, () => page.mouse.up());
    const lines = newLines(SUPPORT, await draftText(page));
    expect(lines.filter((line) => line.includes('call/greeting'))).toHaveLength(1);
    expect(lines.length).toBeLessThanOrEqual(3);
    await savedAfter(page, () => page.getByRole('button', { name: 'Undo' }).click());
    expect(await draftText(page)).toBe(SUPPORT);
    await greeting.focus();
    await page.keyboard.press('ArrowRight');
    await savedAfter(page, () => page.keyboard.press('ArrowRight'));
    await savedAfter(page, () => page.keyboard.press('Control+z'));
    expect(await draftText(page)).toBe(SUPPORT);
  });

  it('draws an arrow from an exit to another box', async () => {
    const page = await openEditor('/flows/support?side=call&step=speak-spanish');
    const handle = await box(page, 'call/speak-spanish').locator('.react-flow__handle.source').boundingBox();
    const target = await box(page, 'call/speak-english').boundingBox();
    if (!handle || !target) throw new Error('nothing is drawn');
    await page.mouse.move(handle.x + 5, handle.y + 5);
    await page.mouse.down();
    await page.mouse.move(target.x + 40, target.y + 40, { steps: 6 });
    await savedAfter(page, () => page.mouse.up());
    expect(JSON.parse(await draftText(page)).call.steps['speak-spanish'].next).toBe('speak-english');
  });
});

describe('by keyboard alone', () => {
  it('a step is put in behind an exit, worded, renamed, connected, duplicated and deleted from the outline', async () => {
    const page = await openEditor();
    await openStep(page, 'speak-english');
    await outline(page).getByRole('button', { name: 'What to do with the exit next' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Put a new step in here …' }).press('Enter');
    await choose(page, 'says something');
    const words = page.getByRole('textbox', { name: /^Words of say, / });
    await words.fill('Un momento.');
    await words.press('Escape');
    await stepMenu(page, 'say', 'Rename');
    await page.getByRole('textbox', { name: 'New name' }).fill('one-moment');
    await savedAfter(page, () => page.keyboard.press('Enter'));
    let { steps } = JSON.parse(await draftText(page)).call;
    expect(steps['one-moment']).toEqual({ type: 'say', text: { es: 'Un momento.' }, next: 'main-menu' });
    expect(steps['speak-english'].next).toBe('one-moment');

    await outline(page).getByRole('button', { name: 'What to do with the exit next' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Lead it to a step …' }).press('Enter');
    await savedAfter(page, () => choose(page, 'person'));
    await savedAfter(page, () => stepMenu(page, 'one-moment', 'Duplicate'));
    ({ steps } = JSON.parse(await draftText(page)).call);
    expect(steps['one-moment'].next).toBe('person');
    expect(steps['one-moment-2']).toEqual(steps['one-moment']);

    await stepMenu(page, 'one-moment-2', 'Delete');
    await savedAfter(page, () => stepMenu(page, 'one-moment', 'Delete'));
    ({ steps } = JSON.parse(await draftText(page)).call);
    expect(steps['speak-english'].next).toBe('person');
    expect(Object.keys(steps)).not.toContain('one-moment');
  });

  it('every key is told, a step is found by its words, and the start can’t be deleted by a slip', async () => {
    const page = await openEditor();
    await page.keyboard.press('Control+/');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    expect(await keys.getByRole('row').count()).toBeGreaterThan(12);
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await choose(page, 'graciAs por llamar');
    await page.waitForURL(/step=greeting/);
    await box(page, 'call/greeting').focus();
    await page.keyboard.press('Delete');
    await page.getByText('The flow begins with greeting.').waitFor();
    expect(await draftText(page)).toBe(SUPPORT);
  });

  it('an option is added, moved and deleted', async () => {
    const page = await openEditor();
    await savedAfter(page, () => stepMenu(page, 'main-menu', 'Add an option'));
    const keys = async () => JSON.parse(await draftText(page)).call.steps['main-menu'].options.map(({ key }: { key: string }) => key);
    expect(await keys()).toEqual(['1', '2', '3', '0', '4']);
    const option = outline(page).getByRole('button', { name: 'What to do with the exit 4', exact: true });
    await option.press('Enter');
    await savedAfter(page, () => page.getByRole('menuitem', { name: 'Move this option up' }).press('Enter'));
    expect(await keys()).toEqual(['1', '2', '3', '4', '0']);
    await option.press('Enter');
    await savedAfter(page, () => page.getByRole('menuitem', { name: 'Delete this option' }).press('Enter'));
    expect(await keys()).toEqual(['1', '2', '3', '0']);
  });
});

describe('what is copied', () => {
  it('comes into another flow with its variables', async () => {
    const page = await openEditor('/flows/support?side=call&step=order-number');
    await stepMenu(page, 'order-number', 'Copy');
    await page.goto('/flows/insurance-claim');
    const first = outline(page).getByRole('button', { expanded: false }).first();
    const step = (await first.locator('strong').textContent()) ?? '';
    await savedAfter(page, () => stepMenu(page, step, 'Paste what was copied'));
    const claim = JSON.parse(await draftText(page, 'insurance-claim'));
    expect(claim.call.steps['order-number'].variable).toBe('orderNumber');
    expect(claim.variables.orderNumber).toEqual(JSON.parse(SUPPORT).variables.orderNumber);
  });
});

describe('nothing is lost', () => {
  it('when the network is gone, or the page is loaded again before it is back', async () => {
    const page = await openEditor('/flows/support?side=call&step=greeting');
    await page.route('**/api/flows/support/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await box(page, 'call/greeting').dblclick();
    await page.getByRole('textbox', { name: /^Words of greeting/ }).fill('Hola de nuevo.');
    await draftState(page).getByText('Not saved', { exact: true }).waitFor();
    await draftState(page)
      .getByText(/can’t be reached.*kept in this browser/)
      .waitFor();
    expect(await draftText(page)).toBe(SUPPORT);
    await page.reload();
    await box(page, 'call/greeting').getByText('Hola de nuevo.').waitFor();
    await page.getByText('Changes that were not saved the last time are here again.').waitFor();
    await page.unroute('**/api/flows/support/draft');
    await draftState(page).getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    expect(newLines(SUPPORT, await draftText(page))).toEqual(['          "es": "Hola de nuevo.",']);
    // What the browser notes of the cut network was asked for.
    await visits.dropLast();
  });
});

describe('two editors', () => {
  async function write(page: Page, step: string, words: string): Promise<void> {
    await box(page, `call/${step}`).focus();
    await page.keyboard.press('Enter');
    if ((await page.getByRole('textbox', { name: new RegExp(`^Words of ${step},`) }).count()) === 0) await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: new RegExp(`^Words of ${step},`) }).fill(words);
    await page.keyboard.press('Escape');
  }

  it('see each other, and each gets what the other saves', async () => {
    const first = await openEditor('/flows/support?side=call&step=greeting');
    const second = await openEditor('/flows/support?side=call&step=main-menu');
    await first.getByRole('button', { name: /looks at main-menu$/ }).waitFor();
    await second.getByRole('button', { name: /looks at greeting$/ }).waitFor();
    await savedAfter(first, () => write(first, 'greeting', 'Uno.'));
    await box(second, 'call/greeting').getByText('Uno.').waitFor();
    await savedAfter(second, () => write(second, 'main-menu', 'Dos.'));
    await box(first, 'call/main-menu').getByText('Dos.').waitFor();
    // Taking back what I did leaves what the other did.
    await savedAfter(first, () => first.keyboard.press('Control+z'));
    expect(newLines(SUPPORT, await draftText(first))).toEqual(['          "es": "Dos.",']);
  });

  it('who change the same words are shown both, and choose', async () => {
    const first = await openEditor('/flows/support?side=call&step=greeting');
    const second = await openEditor('/flows/support?side=call&step=greeting');
    await second.route('**/api/flows/support/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
    await write(second, 'greeting', 'Lo mío.');
    await draftState(second).getByText('Not saved', { exact: true }).waitFor();
    await savedAfter(first, () => write(first, 'greeting', 'Lo de la otra.'));
    await second.unroute('**/api/flows/support/draft');
    const clash = second.getByRole('dialog', { name: 'Two of you changed the same' });
    const place = clash.getByRole('radiogroup', { name: 'call › greeting › text › es' });
    await place.getByText('“Lo de la otra.”').waitFor();
    await place.getByText('“Lo mío.”').waitFor();
    expect(await objections(second)).toEqual([]);
    expect(newLines(SUPPORT, await draftText(second))).toEqual(['          "es": "Lo de la otra.",']);
    await place.getByRole('radio', { name: 'Mine' }).check();
    await savedAfter(second, () => clash.getByRole('button', { name: 'Go on with these' }).click());
    expect(newLines(SUPPORT, await draftText(second))).toEqual(['          "es": "Lo mío.",']);
    await box(first, 'call/greeting').getByText('Lo mío.').waitFor();
    await visits.dropLast();
  });
});

describe('who may only look', () => {
  it('sees the flow and its steps, and no tools to change it', async () => {
    const page = await openEditor('/flows/support?side=call&step=offer', DEMO.supervisor);
    await page.getByText('You may look, not change').waitFor();
    await outline(page).getByRole('list', { name: 'Exits of offer' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Undo|Add a step|What to do)/ }).count()).toBe(0);
    expect(await objections(page)).toEqual([]);
  });
});

describe('problems', () => {
  it('are told as one types, each with a jump, and mended with a click that can be undone', async () => {
    const page = await openEditor('/flows/support?side=call&step=speak-english');
    await outline(page).getByRole('button', { name: 'What to do with the exit next' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Leave it open' }).press('Enter');
    await page.getByRole('button', { name: '1 error, 0 warnings' }).press('Enter');
    const list = page.getByRole('region', { name: 'Problems' });
    await list.getByText('The exit next of "speak-english" is open: lead it to a step.').waitFor();
    await list.getByRole('button', { name: 'Go to speak-english' }).press('Enter');
    expect(await objections(page)).toEqual([]);
    await list.getByRole('button', { name: 'Lead next to …' }).press('Enter');
    await savedAfter(page, () => choose(page, 'main-menu'));
    await list.getByText('Checked: no problems.').waitFor();
    expect(JSON.parse(await draftText(page)).call.steps['speak-english'].next).toBe('main-menu');

    await box(page, 'call/greeting').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: /^Words of greeting/ }).fill('');
    await page.keyboard.press('Escape');
    await savedAfter(page, () => list.getByRole('button', { name: /^Copy the words to es, to be translated/ }).click());
    await list.getByText('Checked: no problems.').waitFor();
    const { greeting } = JSON.parse(await draftText(page)).call.steps;
    expect(Object.keys(greeting.text)).toEqual(['es', 'en']);
    expect(greeting.note).toBe('Translate text: es.');
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: '1 error, 0 warnings' }).waitFor();
  });
});

describe('publishing', () => {
  it('saves what is not saved yet, and asks the gate', async () => {
    const page = await openEditor('/flows/support?side=call&step=greeting');
    await page.getByRole('link', { name: 'Releases' }).waitFor();
    await box(page, 'call/greeting').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: /^Words of greeting/ }).fill('Hola.');
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page
      .getByRole('dialog')
      .getByRole('heading', { name: /Customer support/ })
      .waitFor();
    expect(newLines(SUPPORT, await draftText(page))).toEqual(['          "es": "Hola.",']);
    expect(await objections(page)).toEqual([]);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newLines } from '../flows/edit/sample-drafts.ts';
import { openVisitor } from '../support/browser.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());
afterEach(async () => expect(await visits.end()).toEqual([]));

const canvas = (page: Page) => page.getByRole('region', { name: 'Drawing of the flow' });
const settings = (page: Page) => page.getByRole('region', { name: 'Settings of the flow' });
const section = (page: Page, name: string) => settings(page).getByRole('heading', { level: 3, name }).getByRole('button');

async function draftText(page: Page, flow = 'support'): Promise<string> {
  const answer = await page.request.get(`/api/flows/${flow}/files`);
  return ((await answer.json()) as { flow: string }).flow;
}

/** Waits until an edit has been noticed and saved. */
async function savedAfter(page: Page, edit: () => Promise<unknown>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());
  await edit();
  await answer;
  await page
    .getByRole('status', { name: 'Draft' })
    .getByText(/^Saved \d/)
    .waitFor();
}

describe('a newcomer', () => {
  it('changes a greeting and publishes it in under twelve actions from the sign-in on, and the next caller hears it', async () => {
    const admin = await visits.open('/users');
    const headers = { origin: pages.url };
    const person = { username: 'nuria', password: 'a-long-password-of-hers' };
    const made = await admin.request.post('/api/users', {
      data: { username: person.username, name: 'Nuria', roles: ['flow-editor', 'publisher'] },
      headers,
    });
    expect(made.ok(), await made.text()).toBe(true);
    const { password } = (await made.json()) as { password: string };
    const visitor = await openVisitor(pages.browser, pages.url, { width: 1280, height: 800 });
    visits.keep(visitor);
    const { page } = visitor;
    // The first sign-in, with a password of her own in place of the one that was made, was another day.
    await page.request.post('/api/session', { data: { ...person, password }, headers });
    const own = await page.request.put('/api/me/password', { data: { current: password, next: person.password }, headers });
    expect(own.ok(), await own.text()).toBe(true);
    await page.context().clearCookies();
    await page.goto('/login');
    let actions = 0;
    /** A click, a key or the typing of one field. */
    const act = async (does: Promise<unknown>) => {
      actions += 1;
      await does;
    };
    await act(page.getByRole('textbox', { name: 'Name' }).fill(person.username));
    await act(page.getByRole('textbox', { name: 'Password' }).fill(person.password));
    await act(page.getByRole('button', { name: 'Sign in' }).click());
    await act(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Flows' }).click());
    await act(page.getByRole('link', { name: 'Customer support', exact: true }).click());
    // A double click is one action, with the box in view.
    await act(canvas(page).locator('[data-id="call/greeting"]').dblclick());
    const words = page.getByRole('textbox', { name: /^Words of greeting, / });
    await act(words.fill('Hola, le atiende {{business}}.'));
    await act(page.getByRole('button', { name: 'Publish …' }).click());
    const dialog = page.getByRole('dialog', { name: 'Publish “Customer support”' });
    await act(dialog.getByRole('button', { name: 'This is right now' }).click());
    await act(dialog.getByRole('textbox', { name: 'What changed and why' }).fill('A shorter greeting'));
    await act(dialog.getByRole('button', { name: 'Publish', exact: true }).click());
    await page.getByText('Published as release 2.').waitFor();
    expect(actions).toBeLessThan(12);
    const call = await pages.sandbox.call({ from: '+34600111222' });
    await call.waitToHear(/Hola, le atiende Luz Clara/);
    await call.hangUp();
  });
});

describe('the settings of a flow', () => {
  it('are found, changed, undone and told of by the linter, each change a small one in the file', async () => {
    const page = await visits.open('/flows/support');
    await settings(page).waitFor();
    const before = await draftText(page);

    // Found by a word of their value, whatever their section.
    await settings(page).getByRole('searchbox', { name: 'Search the settings' }).fill('luz clara');
    await settings(page).getByText('1 setting found.').waitFor();
    const business = settings(page).getByRole('textbox', { name: 'Name of the business' });
    await savedAfter(page, () => business.fill('Luz y Gas'));
    expect(newLines(before, await draftText(page))).toEqual(['  "business": "Luz y Gas",']);
    await business.fill('');
    await settings(page).getByText('This is needed.').waitFor();
    await business.fill('Luz y Gas');
    await settings(page).getByRole('searchbox').fill('');

    // A language more: what is to be written is listed, and each place is a jump.
    await section(page, 'Languages and voices').press('Enter');
    await settings(page).getByRole('combobox', { name: 'Another language' }).selectOption('Portuguese');
    await savedAfter(page, () => settings(page).getByRole('button', { name: '+ Add the language' }).press('Enter'));
    const portuguese = settings(page).getByRole('group', { name: 'Portuguese', exact: true });
    expect(await portuguese.getByRole('combobox', { name: 'Voice, Portuguese' }).inputValue()).toBe('Polly.Ines-Neural');
    await portuguese.getByText(/^\d+ wordings missing in Portuguese$/).click();
    expect(newLines(before, await draftText(page))).toEqual([
      '  "business": "Luz y Gas",',
      '  "languages": ["es", "en", "pt"],',
      '    "en": "Polly.Amy-Neural",',
      '    "pt": "Polly.Ines-Neural"',
    ]);
    expect(await objections(page)).toEqual([]);
    await portuguese.getByRole('button', { name: 'Step greeting: text' }).click();
    const greeting = page.getByRole('region', { name: 'Step greeting' });
    await greeting.getByRole('textbox', { name: 'What is said or written, in Portuguese' }).fill('Olá.');

    // Back to the settings by keyboard; the language goes again, and says with what.
    await page.keyboard.press('Control+,');
    await expect
      .poll(() => page.evaluate('document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.value'))
      .toBe('Customer support');
    await section(page, 'Languages and voices').press('Enter');
    await portuguese.getByRole('button', { name: 'Remove: Portuguese' }).press('Enter');
    const asked = portuguese.getByRole('group', { name: 'Remove: Portuguese' });
    await asked.getByText('Portuguese goes with its voice, 1 wording and 0 lists of words.').waitFor();
    await savedAfter(page, () => asked.getByRole('button', { name: 'Remove: Portuguese' }).press('Enter'));
    expect(newLines(before, await draftText(page))).toEqual(['  "business": "Luz y Gas",']);
    await settings(page).getByRole('combobox', { name: 'Voice, English' }).selectOption('Brian, neural (Polly)');

    // A variable gets another name wherever it is used, and back.
    await section(page, 'Variables and tables').press('Enter');
    const row = settings(page)
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'postcode', exact: true }) });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['text', '–', expect.stringMatching(/^\d+ places?$/)]);
    await row.getByRole('button', { name: 'postcode' }).press('Enter');
    const name = settings(page).getByRole('textbox', { name: 'New name of postcode' });
    await name.fill('caseNumber');
    await settings(page).getByText('This name means something else in conditions or wordings.').waitFor();
    await name.fill('zipCode');
    await savedAfter(page, () => name.press('Enter'));
    const renamed = JSON.parse(await draftText(page));
    expect(Object.keys(renamed.variables)).toContain('zipCode');
    expect(JSON.stringify(renamed.tickets)).toContain('"variable":"zipCode"');
    expect(JSON.stringify(renamed)).not.toContain('"variable":"postcode"');

    // What the linter says of a setting leads there.
    await section(page, 'Name and start').press('Enter');
    await savedAfter(page, () => page.keyboard.press('Control+z'));
    await section(page, 'Tickets').press('Enter');
    await settings(page)
      .getByRole('button', { name: /Complaints|complaint/ })
      .press('Enter');
    expect(await objections(page)).toEqual([]);
    await settings(page).getByRole('textbox', { name: 'Name of this kind, in English' }).fill('');
    await page.getByRole('button', { name: '1 error, 0 warnings' }).press('Enter');
    const problems = page.getByRole('region', { name: 'Problems' });
    await problems.getByRole('button', { name: /^Go to the setting tickets\.types\[\d+\]\.name$/ }).press('Enter');
    await settings(page).getByRole('textbox', { name: 'Name of this kind, in Spanish' }).waitFor();
    await expect
      .poll(() => page.evaluate('document.activeElement?.closest("[data-path]")?.dataset.path'))
      .toMatch(/^tickets\.types\.\d+\.name/);

    // All of it taken back: the first bytes.
    const undo = page.getByRole('button', { name: 'Undo' });
    while (await undo.isEnabled()) await undo.click();
    await expect.poll(() => draftText(page), { timeout: 20_000 }).toBe(before);
  });

  it('are shown to who may only look, in their language', async () => {
    const page = await visits.open('/flows/support?setting=languages', DEMO.supervisor, 'es-ES');
    const shown = page.getByRole('region', { name: 'Ajustes del flujo' });
    await shown.getByRole('combobox', { name: 'Voz, inglés' }).waitFor();
    await shown.getByRole('button', { name: /Variables/ }).press('Enter');
    await shown.getByRole('table', { name: 'Variables' }).waitFor();
    expect(await shown.getByRole('textbox', { name: 'Nombre de la empresa' }).isDisabled()).toBe(true);
  });
});

describe('the panel inside the editor', () => {
  it('completes conditions, shows hours and templates, reads aloud, and goes with the JSON and the drawing both ways', async () => {
    const page = await visits.open('/flows/support?side=call&step=order-state');
    const panel = (step: string) => page.getByRole('region', { name: `Step ${step}` });
    const when = panel('order-state').getByRole('textbox', { name: 'If', exact: true }).first();
    await when.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('queue.waitSeconds');
    await page.getByRole('option', { name: 'waitSeconds', exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type(' > ');
    await panel('order-state')
      .getByText(/At character/)
      .waitFor();
    await savedAfter(page, () => page.keyboard.type('120'));

    await page.goto('/flows/support?side=call&step=offer');
    const preview = panel('offer').getByRole('group', { name: /^Template: call-continue/ });
    await preview.getByText(/Luz/).first().waitFor();

    // The words on the drawing, in the form and in the JSON are the same, whichever of them is changed.
    await page.goto('/flows/support?side=call&step=goodbye');
    const english = panel('goodbye').getByRole('textbox', { name: 'What is said or written, in English' });
    await panel('goodbye').getByText('Expert view: JSON').click();
    const json = panel('goodbye').getByRole('textbox', { name: 'JSON of the step goodbye' });
    await json.waitFor();
    await english.fill('Goodbye from the form.');
    await json.getByText('"Goodbye from the form."').waitFor();
    await json.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ "type": "hangup", "text": { "es": "Adiós.", "en": "Goodbye from the JSON." } }');
    await expect.poll(() => english.inputValue()).toBe('Goodbye from the JSON.');
    await page.getByRole('combobox', { name: 'Language of the words shown' }).click();
    await page.getByRole('option', { name: 'English' }).click();
    const box = canvas(page).locator('[data-id="call/goodbye"]');
    await box.getByText('Goodbye from the JSON.').waitFor();
    await box.dblclick();
    await page.getByRole('textbox', { name: 'Words of goodbye, English' }).fill('Goodbye from the drawing.');
    await json.getByText('"Goodbye from the drawing."').waitFor();
    await page.keyboard.press('Escape');

    const listen = panel('goodbye').getByRole('button', { name: 'Listen to “What is said or written”, in English' });
    await listen.click();
    await panel('goodbye')
      .getByText(/can’t read aloud|no voice for English|Your browser reads it/)
      .waitFor();

    // Hours are changed where a step asks them; another flow has a calendar of its own.
    await page.goto('/flows/utility-outage?side=call&step=report-hours');
    await panel('report-hours').getByText('Hours of desk').click();
    await panel('report-hours').getByRole('button', { name: 'Add a time: Sunday' }).press('Enter');
    await savedAfter(page, () => panel('report-hours').getByLabel('Sunday, 1: from').fill('10:00'));
    expect(JSON.parse(await draftText(page, 'utility-outage')).calendars.desk.week.sunday).toEqual([expect.stringMatching(/^10:00-/)]);
    await page.keyboard.press('Control+,');
    await section(page, 'Opening hours and holidays').press('Enter');
    await settings(page).getByRole('button', { name: 'Hours of desk' }).press('Enter');
    expect(await settings(page).getByLabel('Sunday, 1: from').inputValue()).toBe('10:00');
    expect(await objections(page)).toEqual([]);
  });
});

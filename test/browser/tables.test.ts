import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVisitor, signIn } from '../support/browser.ts';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { ANA, DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

const FLOW = {
  ...BASICS,
  tables: { notices: { columns: { active: 'boolean', text: 'wording' } } },
  call: {
    start: 'storm',
    steps: {
      storm: { type: 'branch', cases: [{ when: 'tables.notices["storm"].active', to: 'notice' }], otherwise: 'person' },
      notice: { type: 'say', text: both('{{tables.notices["storm"].text}}', '{{tables.notices["storm"].text}}'), next: 'person' },
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
};
const NOTICES = {
  name: 'notices',
  title: 'Notices of the day',
  languages: ['es', 'en'],
  key: 'notice',
  columns: [
    { name: 'notice', title: 'Notice', type: 'text' },
    { name: 'active', title: 'Told now', type: 'boolean' },
    { name: 'hours', title: 'Hours', type: 'number' },
    { name: 'text', title: 'What is told', type: 'wording' },
  ],
  rows: [
    { notice: 'storm', active: false, hours: 2, text: { es: 'Tormenta en el norte.', en: 'Storm in the north.' } },
    { notice: 'snow', active: false, text: { es: 'Nieve.', en: 'Snow.' } },
  ],
};

let folder: FlowFolder;
let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  await mkdir(join(folder.path, 'tables'));
  await writeFile(join(folder.path, 'tables/notices.table.json'), JSON.stringify(NOTICES));
  pages = await startPages({ flowsFolder: folder.path });
});
afterAll(async () => {
  await pages.stop();
  await folder.remove();
});

it('a supervisor changes a cell and the next call hears it; what is wrong, undone, imported, saved meanwhile and restored is told', async () => {
  const { page, context } = await openVisitor(pages.browser, pages.url);
  await signIn(page, DEMO.supervisor, DEMO.password);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Tables' }).click();
  const line = page.getByRole('table', { name: 'Tables' }).getByRole('row').filter({ hasText: 'Notices of the day' });
  await line.getByText('Test, release 1 (live)').waitFor();
  expect(await objections(page)).toEqual([]);
  await line.getByRole('link', { name: 'Notices of the day' }).press('Enter');

  const cell = (name: string) => page.getByLabel(name, { exact: true });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const grid = page.getByRole('region', { name: 'Rows of Notices of the day' });
  await grid.waitFor();
  expect(await objections(page)).toEqual([]);

  // By keyboard alone: from the key down a row and up again, then on to the next cell.
  await cell('Notice, row 1').press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Told now, row 1');
  await cell('Told now, row 1').selectOption('yes');
  await cell('What is told in Spanish, row 1').fill('Tormenta en todo el país.');
  await cell('Hours, row 1').fill('soon');
  await page.getByRole('region', { name: 'What is wrong' }).getByText('This is not what the column holds.').waitFor();
  expect(await cell('Hours, row 1').getAttribute('aria-invalid')).toBe('true');
  expect(await save.isDisabled()).toBe(true);
  await cell('Hours, row 1').press('Control+z');
  expect(await cell('Hours, row 1').inputValue()).toBe('2');
  await page.getByLabel('Why (for the history)').fill('The storm grows');
  await save.press('Enter');
  await page.getByText('Saved as revision 2: calls hear it from now on.').waitFor();
  const call = await pages.sandbox.call({ from: ANA });
  expect(call.heard().join(' ')).toContain('Tormenta en todo el país.');

  // Rows are found, added and deleted.
  await page.getByLabel('Find rows').fill('snow');
  await page.getByText('1 row', { exact: true }).waitFor();
  await page.getByLabel('Find rows').fill('');
  await page.getByRole('button', { name: 'Add a row', exact: true }).press('Enter');
  await page.getByText('The key is missing.').waitFor();
  await page.getByRole('button', { name: 'Delete row 3' }).press('Enter');
  await page.getByText('Row 3 was deleted; undo brings it back.').waitFor();

  // A file replaces them, once nothing in it is wrong.
  await page.getByRole('button', { name: 'Import CSV…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import rows' });
  const csv = 'notice;active;hours;text:es;text:en\nstorm;sí;2,5;Tormenta.;Storm.\n';
  await dialog.getByLabel('Or its text').fill(`${csv}ice;maybe;;Hielo.;Ice.\n`);
  await dialog.getByText('Line 3, active: this is not what the column holds.').waitFor();
  expect(await objections(page)).toEqual([]);
  await dialog.getByLabel('Or its text').fill(`${csv}ice;no;;Hielo.;Ice.\n`);
  await dialog.getByText('2 rows: 1 new, 1 gone, 2 cells changed').waitFor();
  await dialog.getByRole('button', { name: 'Take these rows' }).click();
  expect(await cell('Hours, row 1').inputValue()).toBe('2.5');

  // Somebody saves meanwhile: both are told apart before one goes over the other.
  const theirs = { ...NOTICES, rows: [{ ...NOTICES.rows[0], text: { es: 'Otra.', en: 'Another.' } }, NOTICES.rows[1]] };
  const other = await openVisitor(pages.browser, pages.url);
  await signIn(other.page, DEMO.administrator, DEMO.password);
  const put = await other.page.request.put('/api/tables/notices', {
    data: { baseRevision: 2, table: theirs },
    headers: { origin: pages.url },
  });
  expect(put.status(), await put.text()).toBe(200);
  await other.context.close();
  await save.click();
  const clash = page.getByRole('alert').filter({ hasText: 'saved this table meanwhile' });
  await clash.getByText('storm, text: Tormenta en todo el país. / Storm in the north. → Otra. / Another.').waitFor();
  await clash.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText('Saved as revision 4: calls hear it from now on.').waitFor();

  // What a flow reads stays; a column of one's own is put in; the history brings back what was.
  await page.getByRole('button', { name: 'Columns…' }).click();
  const columns = page.getByRole('dialog', { name: 'Columns of Notices of the day' });
  expect(await objections(page)).toEqual([]);
  await columns.getByRole('button', { name: 'Delete column 2' }).click();
  await columns.getByRole('button', { name: 'Take over' }).click();
  await save.click();
  await page.getByRole('alert').getByText('Test, release 1 (live): active').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  const history = page.getByRole('region', { name: 'History' });
  await history.getByText('The storm grows').waitFor();
  await history.getByRole('button', { name: 'Show what changed in revision 2' }).click();
  await history.getByText('storm, active: false → true').waitFor();
  await history.getByRole('button', { name: 'Restore revision 1' }).click();
  await page.getByText('Revision 1 is what calls hear again, as revision 5.').waitFor();
  expect(await cell('Notice, row 2').inputValue()).toBe('snow');
  await context.close();

  const spanish = await visits.open('/tables/notices', DEMO.supervisor, 'es-ES');
  await spanish.getByRole('region', { name: 'Filas de Notices of the day' }).waitFor();
  expect(await objections(spanish)).toEqual([]);
  expect(await visits.end()).toEqual([]);
});

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../src/access/totp.ts';
import { openVisitor } from '../support/browser.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
const { open } = visits;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages?.stop());
afterEach(async () => {
  expect((await visits.end()).filter((error) => !/status of 40[03]/.test(error))).toEqual([]);
});

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const menu = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents();

describe('the pages of each role', () => {
  it.each([
    ['demo-editor', ['Overview', 'Flows', 'Tables', 'Reports', 'Settings', 'Sandbox']],
    ['demo-publisher', ['Overview', 'Flows', 'Tables', 'Reports', 'Settings', 'Sandbox']],
    ['demo-analyst', ['Overview', 'Flows', 'Reports']],
    ['demo-auditor', ['Overview', 'Flows', 'Tables', 'Reports', 'Settings', 'Users', 'Audit']],
  ])('of %s are those of the menu', async (username, expected) => {
    const page = await open('/', username);
    expect(await menu(page)).toEqual(expected);
  });
});

describe('the page of users', () => {
  it('adds somebody with two roles by keyboard, who signs in with the password shown once and changes it', async () => {
    const page = await open('/users');
    const people = region(page, 'People');
    await people.getByRole('button', { name: 'Add somebody' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add somebody' });
    await dialog.getByRole('textbox', { name: 'User name' }).fill('eva');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Eva Sanz');
    await dialog.getByRole('checkbox', { name: 'Analyst' }).press(' ');
    expect(await objections(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await people.getByRole('status').filter({ hasText: 'Eva Sanz was added.' }).waitFor();
    const password = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec((await people.textContent()) ?? '')?.[0] ?? '';
    await people
      .getByRole('row', { name: /Eva Sanz/ })
      .getByText('Agent, Analyst')
      .waitFor();
    expect(await objections(page)).toEqual([]);

    const visitor = await openVisitor(pages.browser, pages.url);
    visits.keep(visitor);
    await visitor.page.goto('/desk');
    await visitor.page.getByRole('textbox', { name: 'Name' }).fill('eva');
    await visitor.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { name: 'Choose a password of your own' }).waitFor();
    expect(await objections(visitor.page)).toEqual([]);
    await visitor.page.goto('/reports');
    const own = visitor.page.getByRole('form', { name: 'Password' });
    await own.getByLabel('The password you have now').fill(password);
    await own.getByLabel('New password', { exact: true }).fill('password123');
    await own.getByLabel('New password, again').fill('password123');
    await visitor.page.keyboard.press('Enter');
    await own.getByRole('alert').filter({ hasText: 'among the first that are tried' }).waitFor();
    await own.getByLabel('New password', { exact: true }).fill('tres tristes tigres');
    await own.getByLabel('New password, again').fill('tres tristes tigres');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
    expect(await menu(visitor.page)).toEqual(['Overview', 'Desk', 'Flows', 'Reports', 'Sandbox']);
    await visitor.page.getByRole('link', { name: 'Your account: Eva Sanz' }).press('Enter');
    await own.getByLabel('The password you have now').fill('tres tristes tigres');
    await own.getByLabel('New password', { exact: true }).fill('y un cuarto tigre');
    await own.getByLabel('New password, again').fill('y un cuarto tigre');
    await visitor.page.keyboard.press('Enter');
    await own.getByRole('status').filter({ hasText: 'Your password was changed' }).waitFor();
    await region(visitor.page, 'Sessions').getByText('this one').waitFor();
    expect(await objections(visitor.page)).toEqual([]);

    await people.getByRole('button', { name: 'Sessions of Eva Sanz' }).press('Enter');
    const sessions = page.getByRole('dialog', { name: 'Sessions of Eva Sanz' });
    await sessions.getByRole('cell', { name: /Chrome/ }).waitFor();
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).press('Enter');
    await people.getByRole('status').filter({ hasText: 'Eva Sanz was signed out everywhere.' }).waitFor();
    await visitor.page.goto('/reports');
    await visitor.page.waitForURL('**/login**');
  });

  it('says who may what, and lets an auditor look and change nothing', async () => {
    const page = await open('/users', 'demo-auditor');
    const table = page.getByRole('table', { name: 'Who may do what' });
    const row = table.getByRole('row', { name: /^Publish a flow/ });
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      'Publish a flow, move its aliases, go back.',
      'yes',
      'no',
      'yes',
      'no',
      'no',
      'no',
      'no',
    ]);
    expect(await page.getByRole('button', { name: 'Add somebody' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Change / }).count()).toBe(0);
  });
});

describe('a second factor', () => {
  it('is set up where the role needs it, asked for at the next sign-in, and removed when it is lost', async () => {
    const page = await open('/users');
    await page.getByRole('group', { name: 'Needed by' }).getByRole('checkbox', { name: 'Auditor' }).press(' ');
    await region(page, 'Second factor by role').getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    expect(await objections(page)).toEqual([]);

    const auditor = await openVisitor(pages.browser, pages.url);
    visits.keep(auditor);
    const signInAs = async () => {
      await auditor.page.goto('/login');
      await auditor.page.getByRole('textbox', { name: 'Name' }).fill('demo-auditor');
      await auditor.page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
      await auditor.page.keyboard.press('Enter');
    };
    await signInAs();
    const form = auditor.page.getByRole('form', { name: 'Set up second factor' });
    await form.getByRole('img', { name: 'QR code with the key for the app' }).waitFor();
    expect(await objections(auditor.page)).toEqual([]);
    const secret = ((await form.locator('code').textContent()) ?? '').replaceAll(' ', '');
    const step = totpStep(Date.now());
    await form.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret, step));
    await form.getByRole('textbox', { name: 'The password you have now' }).fill(DEMO.password);
    await auditor.page.keyboard.press('Enter');
    await auditor.page.getByRole('button', { name: 'I have kept them' }).waitFor();
    expect(await auditor.page.getByRole('list', { name: 'Recovery codes, shown this once' }).getByRole('listitem').count()).toBe(10);
    await auditor.page.getByRole('button', { name: 'I have kept them' }).press('Enter');
    await auditor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await auditor.page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await auditor.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await signInAs();
    // The next code: that of the set-up was used.
    await auditor.page.getByRole('textbox', { name: 'Code' }).fill(totpCode(secret, step + 1));
    await auditor.page.keyboard.press('Enter');
    await auditor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await page.getByRole('group', { name: 'Needed by' }).getByRole('checkbox', { name: 'Auditor' }).press(' ');
    await region(page, 'Second factor by role').getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Change Gloria Demo' }).press('Enter');
    await page.getByRole('button', { name: 'Remove the second factor' }).press('Enter');
    await region(page, 'People').getByRole('status').filter({ hasText: 'signs in with the password alone now' }).waitFor();
  });
});

describe('the audit page', () => {
  it('shows who did what, is searched, and is taken away; in Spanish and dark as well', async () => {
    const page = await open('/audit', 'demo-auditor');
    const search = page.getByRole('form', { name: 'Search' });
    await search.getByRole('textbox', { name: 'Who' }).fill('demo-auditor');
    await search.getByRole('combobox', { name: 'What' }).selectOption('Sign-in');
    await page.keyboard.press('Enter');
    const entries = page.getByRole('table', { name: 'Audit' });
    await search.getByRole('button', { name: 'Search' }).press('Enter');
    await entries
      .getByRole('row', { name: /Gloria Demo \(demo-auditor\)/ })
      .first()
      .waitFor();
    const found = entries.getByRole('row').filter({ hasText: 'Sign-in' });
    expect(await found.filter({ hasText: 'demo-auditor' }).count()).toBe(await found.count());
    expect(await objections(page)).toEqual([]);
    const address = await search.getByRole('link', { name: 'Take away as CSV' }).getAttribute('href');
    const csv = await page.request.get(address ?? '');
    expect(await csv.text()).toContain('session.begun');

    const spanish = await open('/audit', DEMO.administrator, 'es-ES');
    await spanish.getByRole('heading', { level: 1, name: 'Auditoría' }).waitFor();
    await spanish.getByRole('cell', { name: 'Auditoría exportada' }).first().waitFor();
    expect(await objections(spanish)).toEqual([]);
  });
});

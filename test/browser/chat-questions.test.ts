import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beSignedIn, openVisitor } from '../support/browser.ts';
import { CLAIM_FLOW } from '../support/claim-flow.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';

let pages: Pages;
let folder: FlowFolder;
beforeAll(async () => {
  folder = await flowFolder(CLAIM_FLOW);
  await mkdir(join(folder.path, 'media'));
  await writeFile(join(folder.path, 'media', 'form.pdf'), '%PDF-1.4 a form');
  await writeFile(join(folder.path, 'media', 'sign.png'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  pages = await startPages({ flowsFolder: folder.path });
});
afterAll(async () => {
  await pages.stop();
  await folder.remove();
});

async function attach(page: Page, what: string) {
  await page.getByRole('button', { name: 'Attach' }).press('Enter');
  await page.getByRole('menuitem', { name: what, exact: true }).press('Enter');
}

describe('a claim in the chat', () => {
  it('is told by list, place and photo on the handset, by keyboard, and read on the desk', async () => {
    const { page, context, errors } = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
    await beSignedIn({ context }, DEMO.administrator, DEMO.password);
    await page.goto('/sandbox');
    const mobile = page.getByRole('region', { name: 'The customer’s mobile' });
    await mobile.getByRole('textbox', { name: 'Message' }).fill('hola');
    await page.keyboard.press('Enter');

    await mobile.getByRole('button', { name: /Elegir/ }).press('Enter');
    await page.getByRole('dialog', { name: 'Choose one' }).getByRole('button', { name: /Agua/ }).press('Enter');
    await mobile.getByText('Comparta su ubicación').waitFor();
    await attach(page, 'Send a location');
    await page.getByRole('dialog', { name: 'Send a location' }).getByRole('button', { name: 'Send' }).press('Enter');
    await mobile.getByText('Envíe una foto').first().waitFor();
    await attach(page, 'Send a PDF');
    await mobile.getByText('Solo fotos').waitFor();
    await attach(page, 'Send a photo');
    await mobile.getByText('Así se rellena').waitFor();
    await mobile.getByRole('button', { name: /Valorar/ }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: '2 ★★' }).press('Enter');
    await mobile.getByRole('button', { name: 'Nada más' }).press('Enter');

    // A low mark leads to a person: the agent sees all of it.
    await page.goto('/desk');
    await page
      .getByRole('region', { name: 'Waiting' })
      .getByRole('link', { name: /Ana García/ })
      .press('Enter');
    const thread = page.getByRole('log');
    await thread.getByRole('list', { name: 'List: Elegir' }).getByText('Un golpe').waitFor();
    await thread.getByRole('link', { name: 'Show on the map' }).first().waitFor();
    await thread.getByRole('img', { name: 'Image from the customer' }).waitFor();
    await thread.getByRole('link', { name: 'Sent along: form.pdf' }).waitFor();
    const card = page.getByRole('complementary', { name: 'What we know' });
    await card.getByText('Satisfaction, of 5').waitFor();
    expect(await card.getByText('2', { exact: true }).count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it('a file of one’s own goes the same way', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
    await beSignedIn({ context }, DEMO.administrator, DEMO.password);
    await page.goto('/sandbox');
    const mobile = page.getByRole('region', { name: 'The customer’s mobile' });
    await mobile.getByLabel('Whose mobile').selectOption({ index: 1 });
    await mobile.getByRole('textbox', { name: 'Message' }).fill('hola');
    await page.keyboard.press('Enter');
    await mobile.getByRole('button', { name: /Elegir/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Un golpe/ })
      .click();
    await mobile.getByRole('textbox', { name: 'Message' }).fill('Calle Mayor 1, Madrid');
    await page.keyboard.press('Enter');
    await mobile.getByText('Envíe una foto').waitFor();
    await page.getByLabel('Choose a file …').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
    await mobile.getByText('Solo fotos').waitFor();
  });
});

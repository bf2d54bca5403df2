import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claim, customer, openDesk, raiseCapacity } from './desk-parts.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
const { open } = visits;
beforeAll(async () => {
  pages = await startPages();
  await raiseCapacity(pages);
});
afterAll(() => pages?.stop());
afterEach(async () => {
  // A browser notes each refusal that a page asks for on purpose, and each question that it repeats.
  const errors = (await visits.end()).filter((error) => !/status of (400|503)/.test(error));
  expect(errors).toEqual([]);
});

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

describe('the page of other entries', () => {
  it('is reached from the settings; a link is made and retired by keyboard, with its QR code', async () => {
    const page = await open('/settings');
    await page.getByRole('link', { name: 'Other entries: links, QR codes, other IVRs' }).press('Enter');
    const links = region(page, 'Links, QR codes and buttons');
    const form = links.getByRole('form', { name: 'New link' });
    await form.getByRole('textbox', { name: 'Name' }).press('Enter');
    await form.getByText('Fill this in.').first().waitFor();
    await form.getByRole('textbox', { name: 'Name' }).fill('Poster in the shop');
    await form.getByRole('textbox', { name: 'Text' }).fill('Hello, about my bill');
    await form.getByRole('combobox', { name: 'Where it stands' }).selectOption('QR code');
    await form.getByRole('textbox', { name: 'What it is about (intent)' }).fill('billing');
    await page.keyboard.press('Enter');
    await form.getByRole('status').filter({ hasText: 'Poster in the shop is made: W-' }).waitFor();
    const row = links.getByRole('row', { name: /^Poster in the shop/ });
    await row.getByText(/Hello, about my bill \(W-\w{6}\)/).waitFor();
    const address = await row.getByRole('link', { name: 'QR code, SVG' }).getAttribute('href');
    const picture = await page.request.get(address ?? '');
    expect([picture.status(), (await picture.text()).startsWith('<svg')]).toEqual([200, true]);
    expect(await objections(page)).toEqual([]);
    await row.getByRole('button', { name: 'Retire Poster in the shop' }).press('Enter');
    await row.getByText(/Retired on/).waitFor();
  });

  it('makes a key that invites and an address that is told, each with its secret shown once', async () => {
    const page = await open('/settings/entries', DEMO.administrator, 'es-ES');
    const keys = region(page, 'Claves de otras centralitas');
    await keys.getByRole('textbox', { name: 'Nombre de la centralita' }).fill('Asterisk');
    await page.keyboard.press('Enter');
    await keys.getByText(/^relevo_/).waitFor();
    await keys
      .getByRole('row', { name: /Asterisk/ })
      .getByText('invitar, seguir invitaciones')
      .waitFor();
    const told = region(page, 'Avisados por webhook');
    await told.getByRole('textbox', { name: 'Nombre' }).fill('CRM');
    await told.getByRole('textbox', { name: 'Dirección' }).fill('http://example.com/x');
    await page.keyboard.press('Enter');
    await told.getByRole('alert').getByText('La dirección debe ser https').waitFor();
    await told.getByRole('textbox', { name: 'Dirección' }).fill('https://example.com/x');
    await page.keyboard.press('Enter');
    await told.getByText(/^whsec_/).waitFor();
    await told.getByRole('button', { name: 'Encender o apagar: CRM' }).press('Enter');
    await told.getByText('Apagado', { exact: true }).waitFor();
    expect(await objections(page)).toEqual([]);
  });

  it('shows a supervisor links and deliveries, and nothing to change about keys and addresses', async () => {
    const page = await open('/settings/entries', DEMO.supervisor);
    await region(page, 'What was sent').getByText('Nothing was sent yet.').waitFor();
    expect(await page.getByRole('region', { name: 'Keys of other IVRs' }).count()).toBe(0);
    expect(await region(page, 'Told by webhook').getByRole('button').count()).toBe(0);
  });
});

describe('who writes, on the desk', () => {
  it('is said by the agent: another person uses the number, and the list shows their name', async () => {
    const agent = await openDesk(pages, DEMO.agent);
    visits.keep(agent);
    await customer(pages, '+34600000801');
    await claim(agent.page, 'Customer 801');
    const who = agent.page.getByRole('region', { name: 'Who writes' });
    await who.getByText('This is another person').click();
    await who.getByRole('textbox', { name: 'Name of the person' }).fill('Luis');
    await agent.page.keyboard.press('Enter');
    await who.getByText('Shared number').waitFor();
    await agent.page.getByRole('region', { name: /^Conversation with Luis/ }).waitFor();
    expect(await objections(agent.page)).toEqual([]);
  });
});

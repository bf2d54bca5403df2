import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { until } from '../support/redis.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { createVisits, objections } from './visits.ts';

const NUMBER = '+34911222333';
const DAY_MS = 86_400_000;
const SHARDS = 16;

let pages: Pages;
const visits = createVisits(() => pages);
const { open } = visits;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());
afterEach(async () => {
  expect(await visits.end()).toEqual([]);
});

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const focused = (page: Page) => page.locator(':focus');
async function says(area: Locator, text: string | RegExp): Promise<void> {
  await area.getByRole('status').filter({ hasText: text }).waitFor();
}

describe('numbers', () => {
  it('are given a flow and lose it again, by keyboard', async () => {
    const page = await open('/settings');
    const numbers = region(page, 'Numbers');
    const form = numbers.getByRole('form', { name: 'Assign a number' });
    await form.getByRole('textbox', { name: 'Number' }).fill('911 222 333');
    await page.keyboard.press('Enter');
    await form.getByText('Write it with its country code').waitFor();
    await form.getByRole('textbox', { name: 'Number' }).fill('+34 911 22 23 33');
    await page.keyboard.press('Tab');
    // By its letters, as anybody chooses in a list from the keyboard.
    await page.keyboard.type('Customer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Nobody is at the desk and no hours are set: what would be promised can't be kept.
    const dialog = page.getByRole('dialog', { name: `Have support answer ${NUMBER}?` });
    await dialog.getByText('Nobody is at the desk, and no opening hours are set').waitFor();
    await dialog.getByText('The message is approved in every language: ready').waitFor();
    expect(await objections(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Have it answer all the same' }).press('Enter');
    await dialog.getByText('Say why, in three letters or more.').waitFor();
    await dialog.getByRole('textbox', { name: 'Or say why it is to answer all the same' }).fill('the desk opens on Monday');
    await dialog.getByRole('button', { name: 'Have it answer all the same' }).press('Enter');
    await says(numbers, `${NUMBER} is answered by support now.`);
    const row = numbers.getByRole('row', { name: new RegExp(`^\\${NUMBER}`) });
    await row.getByRole('cell', { name: 'its own' }).waitFor();
    expect(await objections(page)).toEqual([]);

    await row.getByRole('button', { name: `Remove ${NUMBER}` }).press('Enter');
    await says(numbers, `${NUMBER} is answered by support again`);
    await row.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page).getAttribute('type')).toBe('tel');
  });

  it('are only read by a supervisor', async () => {
    const page = await open('/settings', DEMO.supervisor);
    await region(page, 'Numbers').getByText('WhatsApp sender').waitFor();
    expect(await page.getByRole('form', { name: 'Assign a number' }).count()).toBe(0);
    await region(page, 'Opening hours of the desk').getByText('Europe/Madrid').waitFor();
    expect(await region(page, 'Opening hours of the desk').getByRole('button').count()).toBe(0);
    expect(await objections(page)).toEqual([]);
  });
});

describe('the opening hours', () => {
  it('are set by weekday; then who writes is told when the desk opens', async () => {
    const inThreeDays = new Date(Date.now() + 3 * DAY_MS);
    const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Europe/Madrid' }).format(inThreeDays);
    const page = await open('/settings');
    const hours = region(page, 'Opening hours of the desk');
    const day = hours.getByRole('group', { name: weekday });
    await day.getByRole('button', { name: `Add hours on ${weekday}` }).press('Enter');
    await day.getByLabel(`${weekday}, hours 1: opens`).fill('10:30');
    await day.getByLabel(`${weekday}, hours 1: closes`).fill('10:00');
    await hours.getByRole('button', { name: 'Save the hours' }).press('Enter');
    await day.getByText('It closes before it opens.').waitFor();
    expect(await objections(page)).toEqual([]);
    await day.getByLabel(`${weekday}, hours 1: closes`).fill('14:00');
    await day.getByRole('button', { name: `Add hours on ${weekday}` }).press('Enter');
    await day.getByLabel(`${weekday}, hours 2: opens`).fill('20:00');
    await day.getByLabel(`${weekday}, hours 2: closes`).fill('00:00');
    await hours.getByRole('button', { name: 'Save the hours' }).press('Enter');
    await says(hours, 'The hours are saved.');
    await page.reload();
    await expect.poll(() => day.getByLabel(`${weekday}, hours 1: opens`).inputValue()).toBe('10:30');
    expect(await day.getByLabel(`${weekday}, hours 2: closes`).inputValue()).toBe('00:00');

    const told = async (number: string) => {
      const handset = pages.sandbox.handset(number);
      await handset.write('Hola');
      return (await handset.waitForMessage()).text;
    };
    let n = 0;
    const day3 = new Intl.DateTimeFormat('es', { weekday: 'long', timeZone: 'Europe/Madrid' }).format(inThreeDays);
    // What the desk promises is read anew each second: the first to write may still get what was true before.
    await until(async () => {
      n += 1;
      return (await told(`+3460000041${n}`)).includes(`abrimos el ${day3}, 10:30`);
    });

    for (const place of [2, 1]) await day.getByRole('button', { name: `Remove ${weekday}, hours ${place}` }).press('Enter');
    await hours.getByRole('button', { name: 'Save the hours' }).press('Enter');
    await says(hours, 'nobody is told when the desk opens');
  });
});

describe('the ready-made replies', () => {
  it('are added, changed and deleted in two languages, and an open desk has each change', async () => {
    const agent = await open('/desk', DEMO.agent);
    const handset = pages.sandbox.handset('+34600000420');
    await handset.set({ profileName: 'Customer 420' });
    await handset.write('Hola');
    await handset.waitForMessage();
    await handset.write('persona');
    await agent.getByRole('region', { name: 'Waiting' }).getByRole('link', { name: 'Customer 420' }).press('Enter');
    await agent.getByRole('button', { name: 'Claim' }).press('Enter');
    const reply = agent.getByRole('textbox', { name: 'Reply to the customer' });
    const option = agent.getByRole('listbox', { name: 'Ready-made replies' }).getByRole('option');

    const page = await open('/settings', DEMO.supervisor);
    const replies = region(page, 'Ready-made replies');
    await replies.getByRole('button', { name: 'Add a reply' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a reply' });
    expect(await objections(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Shortcut' }).fill('hola');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await dialog.getByText('There is a reply with this shortcut already.').waitFor();
    await dialog.getByText('Write it in one language at least.').waitFor();
    await dialog.getByRole('textbox', { name: 'Shortcut' }).fill('plazo');
    const spanish = dialog.getByRole('group', { name: 'Spanish' });
    const english = dialog.getByRole('group', { name: 'English' });
    await spanish.getByRole('textbox', { name: 'Title' }).fill('Plazo');
    await spanish.getByRole('textbox', { name: 'Text' }).fill('Tarda dos días, {{name}}.');
    await english.getByRole('textbox', { name: 'Title' }).fill('How long');
    await english.getByRole('textbox', { name: 'Text' }).fill('It takes two days, {{customer}}.');
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await spanish.getByText('It may hold no other blanks').waitFor();
    await spanish.getByRole('textbox', { name: 'Text' }).fill('Tarda dos días, {{customer}}.');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await says(replies, '/plazo is saved.');
    await dialog.waitFor({ state: 'detached' });

    await reply.fill('/plazo');
    await expect.poll(() => option.allTextContents()).toHaveLength(2);
    await reply.press('Enter');
    await expect.poll(() => reply.inputValue()).toBe('Tarda dos días, Customer 420.');

    await replies.getByRole('button', { name: 'Edit /plazo' }).press('Enter');
    const edit = page.getByRole('dialog', { name: 'Edit /plazo' });
    await edit.getByRole('group', { name: 'English' }).getByRole('textbox', { name: 'Title' }).fill('');
    await edit.getByRole('group', { name: 'English' }).getByRole('textbox', { name: 'Text' }).fill('');
    await edit.getByRole('group', { name: 'Spanish' }).getByRole('textbox', { name: 'Text' }).fill('Tarda tres días.');
    await edit.getByRole('button', { name: 'Save' }).press('Enter');
    await edit.waitFor({ state: 'detached' });
    expect(await focused(page).textContent()).toBe('Edit');
    await reply.fill('/plazo');
    await expect.poll(() => option.allTextContents()).toEqual([expect.stringContaining('Tarda tres días.')]);

    await replies.getByRole('button', { name: 'Edit /plazo' }).press('Enter');
    await edit.getByRole('button', { name: 'Delete' }).press('Enter');
    await says(replies, '/plazo is deleted.');
    expect(await replies.getByRole('button', { name: 'Edit /plazo' }).count()).toBe(0);
    await expect.poll(() => option.count()).toBe(0);
  });
});

describe('work put aside', () => {
  /** Something that really happened, put aside as if it had failed. */
  async function putAside(reason: string): Promise<DomainEvent> {
    const log = await createEventLog({ client: pages.redis.client(), shards: SHARDS, clock: systemClock, timeLimitMs: 5_000 });
    const handset = pages.sandbox.handset('+34600000430');
    await handset.write('Hola');
    await handset.waitForMessage();
    const all: DomainEvent[] = [];
    for await (const part of log.range(Date.now() - DAY_MS, Date.now() + DAY_MS)) all.push(...part);
    const event = all.filter(({ type }) => type === 'chat.received').at(-1);
    if (!event) throw new Error('no message was received');
    await log.bury('effects', event, reason);
    return event;
  }

  it('is found from the alarm, says what, when and why, and is replayed', async () => {
    const event = await putAside('The desk list could not be written');
    const page = await open('/');
    await page.getByRole('alert').getByRole('link', { name: 'See the work put aside' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    const aside = region(page, 'Work put aside');
    await expect.poll(() => focused(page).getAttribute('aria-label')).toBe('Work put aside');
    const row = aside.getByRole('row').filter({ hasText: event.chatId ?? 'no chat' });
    expect(await row.textContent()).toMatch(/Take a message from the customer.*20\d\d.*The desk list could not be written/);
    expect(await objections(page)).toEqual([]);
    await row.getByRole('button', { name: `Replay: Take a message from the customer, ${event.chatId}` }).press('Enter');
    await says(aside, 'Handed over again');
    await aside.getByText('Nothing was put aside').waitFor();
    await page.goto('/');
    await page.getByText('Nothing to look at. All is well.').waitFor();
  });

  it('that a colleague replayed already is said to be gone', async () => {
    await putAside('A second time');
    const page = await open('/settings');
    const button = region(page, 'Work put aside').getByRole('button', { name: /^Replay/ });
    await button.waitFor();
    await page.route('**/api/dead-letters?*', (route) => route.abort());
    const { items } = await (await page.request.get('/api/dead-letters')).json();
    const { group, event } = items[0];
    const body = { group, shard: event.shard, eventId: event.id };
    const answer = await page.request.post('/api/dead-letters/replay', { data: body, headers: { origin: pages.url } });
    expect(answer.status()).toBe(202);
    await button.press('Enter');
    await region(page, 'Work put aside').getByRole('alert').getByText('This was replayed already.').waitFor();
    await visits.dropLast();
  });
});

describe('in Spanish and in the dark', () => {
  it('every form says what it takes, and axe has nothing against it', async () => {
    const page = await open('/settings', DEMO.administrator, 'es-ES');
    const numbers = region(page, 'Números');
    await numbers.getByRole('textbox', { name: 'Número' }).fill('12');
    await page.keyboard.press('Enter');
    await numbers.getByText('Escríbelo con su prefijo de país').waitFor();
    const hours = region(page, 'Horario de la atención');
    await hours.getByRole('button', { name: 'Añadir tramo: Lunes' }).press('Enter');
    await hours.getByLabel('Lunes, tramo 1: cierra').fill('08:00');
    await hours.getByRole('button', { name: 'Guardar el horario' }).press('Enter');
    await hours.getByText('Cierra antes de abrir.').waitFor();
    await region(page, 'Trabajo apartado').waitFor();
    expect(await objections(page)).toEqual([]);
    await region(page, 'Respuestas preparadas').getByRole('button', { name: 'Editar /caso' }).press('Enter');
    await page.getByRole('dialog', { name: 'Editar /caso' }).getByRole('group', { name: 'español' }).waitFor();
    expect(await objections(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page).textContent()).toBe('Editar');
  });
});

describe('the rules of the offer', () => {
  const rules = (page: Page) => region(page, 'Rules of the offer');
  const row = (page: Page, rule: string) => rules(page).getByRole('row', { name: new RegExp(`^${rule}`) });

  it('are turned and tuned by keyboard, what is wrong is said, and the last changes are told', async () => {
    const page = await open('/settings');
    await rules(page).getByRole('button', { name: 'Change: Declined before' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Declined before' });
    await dialog.getByRole('textbox', { name: 'After so many times no' }).fill('many');
    await page.keyboard.press('Enter');
    await dialog.getByText('It must be a whole number within the limits.').waitFor();
    await dialog.getByRole('textbox', { name: 'After so many times no' }).fill('5');
    await page.keyboard.press('Enter');
    await says(rules(page), 'The rule “Declined before” is saved.');
    await row(page, 'Declined before').getByText('Changed').waitFor();
    await rules(page).getByText('changed “Declined before” (On).').waitFor();
    expect(await objections(page)).toEqual([]);
  });

  it('show what can’t be switched off, and let a supervisor only read', async () => {
    const page = await open('/settings');
    await rules(page).getByRole('button', { name: 'Change: The carrier does not answer' }).click();
    expect(await page.getByRole('dialog').getByRole('switch').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    const reader = await open('/settings', DEMO.supervisor);
    await row(reader, 'Declined before').waitFor();
    expect(await rules(reader).getByRole('button').count()).toBe(0);
  });

  it('stop all offers and lift the stop, in Spanish', async () => {
    const page = await open('/settings', DEMO.administrator, 'es-ES');
    const area = region(page, 'Reglas de la oferta');
    await area.getByRole('button', { name: 'Parar todas las ofertas' }).click();
    await area.getByRole('row', { name: /^todos A mano\./ }).waitFor();
    await area.getByRole('button', { name: 'Levantar la parada: todos' }).click();
    await area.getByText('No hay ofertas paradas.').waitFor();
    expect(await objections(page)).toEqual([]);
  });
});

import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PanelPages, readSample, startPanelPages } from './panel-page.ts';
import { objections } from './visits.ts';

let pages: PanelPages;
beforeAll(async () => {
  pages = await startPanelPages();
});
afterAll(() => pages.stop());
afterEach(async () => expect(await pages.end()).toEqual([]));

const FLOWS = ['support', 'insurance-claim', 'utility-outage', 'appointment', 'internal-helpdesk'];
const STEPS = await Promise.all(
  FLOWS.map(async (flow) => {
    const draft = await readSample(flow);
    return (['call', 'chat'] as const).flatMap((side) =>
      Object.entries(draft[side].steps).map(([step, each]) => ({ flow, side, step, type: (each as { type: string }).type })),
    );
  }),
);
/** One step of every type that the samples have. */
const ONE_OF_EACH = [...new Map(STEPS.flat().map((each) => [`${each.side} ${each.type}`, each])).values()];

describe('the panel of a step', () => {
  it('is there for every type of step, and changes nothing by itself', async () => {
    const page = await pages.open('call', 'greeting');
    for (const { flow, side, step } of ONE_OF_EACH) await pages.show(page, flow, side, step);
    expect(await pages.edits(page)).toEqual([]);
  });

  it.each([
    { side: 'call', step: 'main-menu', locale: 'en-GB', colorScheme: 'light' },
    { side: 'call', step: 'offer', locale: 'es-ES', colorScheme: 'dark' },
    { side: 'chat', step: 'topic', locale: 'en-GB', colorScheme: 'dark' },
  ] as const)('of $step has nothing that axe objects to, $locale, $colorScheme', async ({ side, step, ...options }) => {
    const page = await pages.open(side, step, options);
    expect(await objections(page)).toEqual([]);
  });
});

type Step = Record<string, unknown>;
const isFocused = async (field: Locator) => (await field.and(field.page().locator(':focus')).count()) === 1;
const stepOf = async (page: Page, side: 'call' | 'chat', step: string) => (await pages.draft(page))[side].steps[step] as Step;

describe('filling in a step', () => {
  it('changes the wording of one language and nothing else, and keeps the keyboard where it is', async () => {
    const page = await pages.open('call', 'greeting');
    const before = await stepOf(page, 'call', 'greeting');
    const english = page.getByRole('textbox', { name: 'What is said or written, in English' });
    await english.fill('');
    await english.pressSequentially('Hello, this is {{business}}.');
    expect(await isFocused(english)).toBe(true);
    expect(await stepOf(page, 'call', 'greeting')).toEqual({
      ...before,
      text: { ...(before.text as Step), en: 'Hello, this is {{business}}.' },
    });
    await page
      .getByRole('group', { name: '“What is said or written” with sample values, in English' })
      .getByText('Hello, this is')
      .waitFor();
  });

  it('marks what is missing in a language, and what the linter says at its field', async () => {
    const page = await pages.open('call', 'greeting');
    await page.getByRole('textbox', { name: 'What is said or written, in Spanish' }).fill('');
    await page.getByText('1 language missing').waitFor();
    const english = page.getByRole('textbox', { name: 'What is said or written, in English' });
    await english.fill('Hello {{nobody}}');
    expect(await english.getAttribute('aria-invalid')).toBe('true');
    const described = (await english.getAttribute('aria-describedby')) ?? '';
    const said = await Promise.all(
      described
        .split(' ')
        .filter(Boolean)
        .map((id) => page.locator(`[id="${id}"]`).textContent()),
    );
    expect(said.join(' ')).toContain('{{nobody}}');
  });

  it('inserts a value with the way it is said, by keyboard, where the caret stands', async () => {
    const page = await pages.open('call', 'order-confirm');
    const english = page.getByRole('textbox', { name: 'What is asked, in English' });
    await english.fill('Order , right?');
    for (let left = 'Order , right?'.length; left > 'Order '.length; left -= 1) await english.press('ArrowLeft');
    await page.getByRole('button', { name: 'Insert a value into “What is asked”, in English' }).press('Enter');
    await page.getByRole('combobox', { name: 'Value' }).selectOption('orderNumber');
    await page.getByRole('combobox', { name: 'How it is said' }).selectOption('digit by digit');
    await page.getByRole('button', { name: 'Insert a value', exact: true }).press('Enter');
    const step = await stepOf(page, 'call', 'order-confirm');
    expect((step.prompt as Step).en).toBe('Order {{orderNumber|digits}}, right?');
  });

  it('puts a recording on a line of its own', async () => {
    const page = await pages.open('call', 'greeting');
    const english = page.getByRole('textbox', { name: 'What is said or written, in English' });
    await english.fill('Hello.');
    await page.getByRole('button', { name: 'Insert a recording into “What is said or written”, in English' }).click();
    await page.getByRole('menuitem', { name: '/audio/welcome.wav' }).click();
    expect(((await stepOf(page, 'call', 'greeting')).text as Step).en).toBe('Hello.\n/audio/welcome.wav');
    await page.getByText('plays /audio/welcome.wav').waitFor();
  });

  it('keeps a wording that the file has in parts as parts', async () => {
    const page = await pages.open('call', 'greeting', {
      change: (flow) => {
        (flow.call.steps.greeting as { text: Step }).text.en = ['Hello.', '/audio/welcome.wav'];
      },
    });
    await page.getByRole('textbox', { name: 'What is said or written, in English' }).fill('Good day.\n/audio/welcome.wav');
    expect(((await stepOf(page, 'call', 'greeting')).text as Step).en).toEqual(['Good day.', '/audio/welcome.wav']);
  });

  it('says what reading aloud can’t do', async () => {
    const page = await pages.open('call', 'greeting');
    await page.getByRole('button', { name: 'Listen to “What is said or written”, in English' }).click();
    await page
      .getByRole('status')
      .getByText('The line', { exact: false })
      .or(page.getByText(/can’t read aloud|no voice/))
      .first()
      .waitFor();
  });

  it('adds, moves and removes options by keyboard, and the keyboard goes with them', async () => {
    const page = await pages.open('call', 'choose-language');
    const before = ((await stepOf(page, 'call', 'choose-language')).options as Step[]).map(({ key }) => key);
    await page.getByRole('button', { name: 'Add an entry to “Options”' }).press('Enter');
    const last = page.getByRole('group', { name: `Options ${before.length + 1}`, exact: true });
    await last
      .getByRole('combobox', { name: 'Key *' })
      .or(last.getByRole('combobox', { name: 'Key', exact: true }))
      .first()
      .selectOption('9');
    const up = page.getByRole('button', { name: `Move up: Options ${before.length + 1}` });
    await up.press('Enter');
    const moved = page.getByRole('button', { name: `Move up: Options ${before.length}` });
    await expect.poll(() => isFocused(moved)).toBe(true);
    const keys = ((await stepOf(page, 'call', 'choose-language')).options as Step[]).map(({ key }) => key);
    expect(keys).toEqual([...before.slice(0, -1), '9', before.at(-1)]);
    await page.getByRole('button', { name: `Remove: Options ${before.length}`, exact: true }).press('Enter');
    expect(((await stepOf(page, 'call', 'choose-language')).options as Step[]).map(({ key }) => key)).toEqual(before);
  });

  it('leads an exit to another step, and to one that is made on the way in a single change', async () => {
    const page = await pages.open('call', 'greeting');
    const next = page
      .getByRole('combobox', { name: 'Then' })
      .or(page.getByRole('textbox', { name: 'Then' }))
      .first();
    await next.click();
    await next.fill('good');
    await page.getByRole('option', { name: 'goodbye · hang up' }).click();
    expect(await stepOf(page, 'call', 'greeting')).toMatchObject({ next: 'goodbye' });
    const edits = (await pages.edits(page)).length;
    await next.click();
    await next.fill('new');
    await page.getByRole('option', { name: 'A new step …' }).click();
    await page.getByRole('textbox', { name: 'Its name' }).fill('opening-words');
    await page.getByRole('button', { name: 'Create and lead there' }).click();
    expect(await stepOf(page, 'call', 'greeting')).toMatchObject({ next: 'opening-words' });
    expect(await stepOf(page, 'call', 'opening-words')).toEqual({ type: 'say', text: {}, next: '' });
    expect((await pages.edits(page)).length).toBe(edits + 1);
    await page.getByRole('button', { name: 'Then: Go to opening-words' }).click();
    await page.getByRole('heading', { level: 2, name: 'opening-words' }).waitFor();
    await page.getByText('This is needed.').first().waitFor();
  });

  it('shows what counts unless set, keeps numbers within their limits in words, and takes them out again', async () => {
    const page = await pages.open('call', 'choose-language', { locale: 'es-ES' });
    const silence = page.getByRole('textbox', { name: 'Segundos de silencio' });
    if (!(await silence.isVisible())) await page.getByText('Más ajustes').click();
    await silence.fill('99');
    expect(await stepOf(page, 'call', 'choose-language')).toMatchObject({ timeoutSeconds: 99 });
    expect(await silence.getAttribute('aria-invalid')).toBe('true');
    await silence.fill('');
    expect(await stepOf(page, 'call', 'choose-language')).not.toHaveProperty('timeoutSeconds');
    expect(await silence.getAttribute('placeholder')).toBe('6 si no se indica');
  });

  it('adds what is not there with what it needs, and takes it out whole', async () => {
    const page = await pages.open('call', 'person');
    await page
      .getByRole('button', { name: '+ Add: Offer while waiting' })
      .or(page.getByRole('button', { name: 'Remove: Offer while waiting' }))
      .first()
      .waitFor();
    const has = async () => 'offer' in (await stepOf(page, 'call', 'person'));
    const there = await has();
    await page.getByRole('button', { name: there ? 'Remove: Offer while waiting' : '+ Add: Offer while waiting' }).press('Enter');
    expect(await has()).toBe(!there);
    await page.getByRole('button', { name: there ? '+ Add: Offer while waiting' : 'Remove: Offer while waiting' }).press('Enter');
    expect(await has()).toBe(there);
  });

  it('declares a variable where one is needed', async () => {
    const page = await pages.open('call', 'order-number');
    await page.getByRole('combobox', { name: 'Saved in' }).selectOption('A new variable …');
    await page.getByRole('textbox', { name: 'Name of the new variable' }).fill('ticket');
    await page.getByRole('button', { name: 'Create the variable' }).click();
    expect(await stepOf(page, 'call', 'order-number')).toMatchObject({ variable: 'ticket' });
    expect((await pages.draft(page)).variables).toMatchObject({ ticket: { type: 'string' } });
  });
});

/** Enter takes a completion that has been there for a moment; before, it does nothing. */
async function acceptCompletion(page: Page, field: Locator, text: string): Promise<void> {
  await expect
    .poll(async () => {
      await page.keyboard.press('Enter');
      return field.textContent();
    })
    .toBe(text);
}

describe('conditions', () => {
  it('are completed with what they may name, and checked while they are typed, with the place and the words of the linter', async () => {
    const page = await pages.open('call', 'order-state');
    const first = page.getByRole('textbox', { name: 'If', exact: true }).first();
    const cases = ((await stepOf(page, 'call', 'order-state')).cases as Step[]).length;
    // Each has an editor of its own, loaded when it is first needed.
    await expect.poll(() => page.getByRole('textbox', { name: 'If', exact: true }).count()).toBe(cases);
    await first.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('que');
    await page.getByRole('option', { name: 'queue', exact: false }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('ue.waitS');
    await page.getByRole('option', { name: 'waitSeconds', exact: false }).waitFor();
    await acceptCompletion(page, first, 'queue.waitSeconds');
    await page.keyboard.type(' > "a"');
    const when = async () => ((await stepOf(page, 'call', 'order-state')).cases as Step[])[0]?.when;
    expect(await when()).toBe('queue.waitSeconds > "a"');
    await page.getByText(/At character \d+: A whole number and text do not go together with >/).waitFor();
    expect(await first.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('queue.waitSeconds > 120');
    await page.getByText(/At character/).waitFor({ state: 'detached' });
    expect(await when()).toBe('queue.waitSeconds > 120');
    await page.keyboard.press('Enter');
    expect(await when()).toBe('queue.waitSeconds > 120');
    await page.keyboard.press('Tab');
    expect(await isFocused(first)).toBe(false);
    expect(await objections(page)).toEqual([]);
  });

  it('say when they give something else than the variable holds', async () => {
    const page = await pages.open('chat', 'about-order', {
      change: (flow) => {
        (flow.chat.steps['about-order'] as Step).values = { orderNumber: '12' };
      },
    });
    await page.getByText('It gives whole number; “orderNumber” holds text.').waitFor();
  });
});

describe('templates', () => {
  it('are chosen with a preview in each language and what the carrier says of them', async () => {
    const page = await pages.open('call', 'offer');
    const preview = page.getByRole('group', { name: 'Template: call-continue, as its reader sees it' });
    await preview.getByText('Approved').waitFor();
    await preview.getByText('English').click();
    await preview.getByText('Rejected').waitFor();
    await preview.getByText('Too vague.').waitFor();
    const choice = page.getByRole('combobox', { name: 'Template', exact: true });
    const offered = await choice.locator('option').allTextContents();
    expect(offered).toContain('call-continue – can’t be sent now');
    expect(offered).not.toContain('reopen');
  });
});

describe('opening hours', () => {
  const weekOf = async (page: Page) => ((await pages.draft(page)).calendars as Record<string, { week: Step }>).desk?.week as Step;

  it('are a table of the week, changed by keyboard, with what comes of it', async () => {
    const page = await pages.open('call', 'report-hours', { flow: 'utility-outage' });
    await page.getByText('Hours of desk').click();
    const table = page.getByRole('table', { name: 'Week of desk' });
    await table.waitFor();
    const before = await weekOf(page);
    await page.getByRole('button', { name: 'Add a time: Sunday' }).press('Enter');
    await page.getByLabel('Sunday, 1: from').fill('22:30');
    await page.getByLabel('Sunday, 1: to').fill('06:00');
    expect(await weekOf(page)).toEqual({ ...before, sunday: ['22:30-06:00'] });
    await table.getByText('into the next day').waitFor();
    await page.getByRole('button', { name: 'Add a time: Sunday' }).press('Enter');
    await page.getByLabel('Sunday, 2: from').fill('23:00');
    await page.getByLabel('Sunday, 2: to').fill('00:00');
    expect((await weekOf(page)).sunday).toEqual(['22:30-06:00', '23:00-24:00']);
    await page.getByRole('status').filter({ hasText: '23:00' }).waitFor();
    await page.getByRole('button', { name: 'Remove 2: Sunday' }).press('Enter');
    await page.getByRole('button', { name: 'Remove 1: Sunday' }).press('Enter');
    expect(await weekOf(page)).toEqual(before);
    expect(await page.getByRole('region', { name: 'Open next' }).getByRole('listitem').count()).toBeGreaterThan(0);
  });

  it('know public holidays by region, days on which it is open all the same, and own days', async () => {
    const page = await pages.open('call', 'report-hours', { flow: 'utility-outage', locale: 'es-ES', colorScheme: 'dark' });
    await page.getByText('Horario de desk').click();
    await page.getByRole('table', { name: 'Semana de desk' }).waitFor();
    const calendar = async () => ((await pages.draft(page)).calendars as Record<string, Step>).desk as Step;
    const count = ((await calendar()).holidays as unknown[] | undefined)?.length ?? 0;
    await page.getByRole('button', { name: 'Festivos de un país o región' }).press('Enter');
    const added = page.getByRole('group', { name: `Festivos ${count + 1}` });
    await added.getByRole('combobox', { name: 'Región' }).selectOption('Madrid');
    await added.getByText(/festivos en \d{4}/).click();
    await added.getByRole('checkbox', { name: /Epifanía|Reyes/ }).check();
    expect(((await calendar()).holidays as unknown[])[count]).toEqual({ country: 'ES', region: 'MD', open: ['epiphany'] });
    await page.getByRole('button', { name: 'Un día propio' }).press('Enter');
    const days = (await calendar()).days as Step[];
    const day = page.getByRole('group', { name: `Día propio ${days.length}`, exact: true });
    await day.getByLabel('Día', { exact: true }).fill('2026-12-24');
    await day.getByRole('checkbox', { name: 'Todos los años' }).check();
    await day.getByLabel('Cómo se llama, en español').fill('Nochebuena');
    expect(((await calendar()).days as Step[]).at(-1)).toEqual({ date: '12-24', name: { es: 'Nochebuena' } });
    expect(await objections(page)).toEqual([]);
  });
});

describe('the expert view', () => {
  const openJson = async (page: Page) => {
    await page.getByText('Expert view: JSON').click();
    const text = page.getByRole('textbox', { name: 'JSON of the step greeting' });
    await text.waitFor();
    return text;
  };

  it('takes over what can be read as one edit, and follows what is changed in the form', async () => {
    const page = await pages.open('call', 'greeting');
    const text = await openJson(page);
    const edits = (await pages.edits(page)).length;
    await text.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ "type": "say", "text": { "es": "Hola.", "en": "Hello." }, "next": "goodbye" }');
    await expect
      .poll(() => stepOf(page, 'call', 'greeting'))
      .toEqual({ type: 'say', text: { es: 'Hola.', en: 'Hello.' }, next: 'goodbye' });
    expect((await pages.edits(page)).length).toBe(edits + 1);
    await page.getByRole('textbox', { name: 'What is said or written, in English' }).fill('Good day.');
    await text.getByText('"Good day."').waitFor();
    expect(await objections(page)).toEqual([]);
  });

  it('keeps and marks what can’t be read, also when the step is left, and can go back', async () => {
    const page = await pages.open('call', 'greeting');
    const before = await stepOf(page, 'call', 'greeting');
    const text = await openJson(page);
    await text.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('oops ');
    await page.getByText(/Line 1 can’t be read/).waitFor();
    expect(await stepOf(page, 'call', 'greeting')).toEqual(before);
    await pages.show(page, 'support', 'call', 'goodbye');
    await pages.show(page, 'support', 'call', 'greeting');
    const again = await openJson(page);
    await again.getByText('oops').waitFor();
    await page.getByRole('button', { name: 'Put back what the flow has' }).click();
    await again.getByText('oops').waitFor({ state: 'detached' });
    expect(await stepOf(page, 'call', 'greeting')).toEqual(before);
  });

  it('marks what the linter says at its line, and completes by the schema', async () => {
    const page = await pages.open('call', 'greeting', {
      change: (flow) => {
        (flow.call.steps.greeting as Step).next = 'nowhere';
      },
    });
    const text = await openJson(page);
    await page.locator('.cm-lint-marker-error').waitFor();
    await text.getByText('"nowhere"').click();
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: 'goodbye', exact: true }).or(page.getByRole('option').first()).first().waitFor();
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beSignedIn, openVisitor, signIn, type Visitor } from '../support/browser.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { objections } from './visits.ts';

let pages: Pages;
let visitor: Visitor;
beforeAll(async () => {
  pages = await startPages();
  visitor = await openVisitor(pages.browser, pages.url, { width: 1600, height: 1000 });
  await signIn(visitor.page, DEMO.administrator, DEMO.password);
});
afterAll(async () => {
  await visitor.context.close();
  await pages.stop();
});

/** Calls as the one who is chosen, and asks for a person. */
async function callForPerson(page: Page, who: string) {
  const phone = page.getByRole('region', { name: 'The caller’s phone' });
  const chooser = phone.getByRole('combobox', { name: 'Who calls' });
  const option = await chooser.getByRole('option', { name: who }).getAttribute('value');
  await chooser.selectOption(option);
  await phone.getByRole('button', { name: 'Call', exact: true }).press('Enter');
  await phone.getByRole('log', { name: 'What is heard' }).getByText('press 2').last().waitFor();
  await page.keyboard.press('2');
  await phone.getByRole('log', { name: 'What is heard' }).getByText('For questions about a bill, press 2').waitFor();
  await page.keyboard.press('0');
  await phone.getByText(/^position \d$/).waitFor();
}

describe('the sandbox', () => {
  it('two people are on the phone at once; the queue shows both, and two agents take them', { timeout: 90_000 }, async () => {
    const { page, errors } = visitor;
    await page.goto('/sandbox');
    await callForPerson(page, 'Mobile with WhatsApp');
    await callForPerson(page, 'Another mobile');
    const phones = page.getByRole('region', { name: 'The agent’s phone' });
    const queue = phones.getByRole('table', { name: /^Queue/ });
    await queue.getByRole('row').nth(2).waitFor();
    expect((await queue.getByRole('row').allTextContents()).slice(1)).toEqual([
      expect.stringMatching(/^1\+34600111222/),
      expect.stringMatching(/^2\+34655000111/),
    ]);
    // Each line is still there: one is put aside while the other is looked at.
    const lines = page.getByRole('navigation', { name: 'Lines' });
    await lines.getByRole('button', { name: /Mobile with WhatsApp.*position 1/ }).press('Enter');
    await phones
      .getByRole('region', { name: 'Phone 1' })
      .getByRole('button', { name: /^Take the next/ })
      .press('Enter');
    await phones.getByText(/Talking to \+34600111222/).waitFor();
    await lines.getByRole('button', { name: /Another mobile.*position 1/ }).waitFor();
    await phones
      .getByRole('region', { name: 'Phone 2' })
      .getByRole('button', { name: /^Take the next/ })
      .press('Enter');
    await phones.getByText(/Talking to \+34655000111/).waitFor();
    await phones.getByRole('region', { name: 'Phone 1' }).getByRole('button', { name: 'Hang up' }).press('Enter');
    await phones.getByRole('region', { name: 'Phone 1' }).getByText('free').waitFor();
    expect(errors).toEqual([]);
  });

  it('a script that is pasted is played from the page, and tells how it ended for each', { timeout: 90_000 }, async () => {
    const { page, errors } = visitor;
    await page.goto('/sandbox');
    const backstage = page.getByRole('region', { name: 'Behind the scenes' });
    await backstage.getByRole('tab', { name: 'A whole morning' }).press('Enter');
    const text = backstage.getByRole('textbox', { name: 'The script, as JSON' });
    // Those of the folder can be chosen.
    await backstage.getByRole('combobox', { name: 'Script' }).selectOption('morning.sandbox.json');
    await expect.poll(() => text.inputValue()).toContain('A whole morning');
    await text.fill('{"scriptVersion": 1}');
    await backstage.getByText('This is no script yet:').waitFor();
    expect(await backstage.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await text.fill(
      JSON.stringify({
        scriptVersion: 1,
        name: 'Three callers',
        speed: 50,
        callers: 300,
        arrivals: { pattern: 'even', overMinutes: 1 },
        people: [{ name: 'hangs up soon', share: 1, call: [{ do: 'hang-up', after: 5 }] }],
      }),
    );
    await backstage.getByRole('textbox', { name: 'Callers' }).fill('3');
    await backstage.getByRole('button', { name: 'Start' }).press('Enter');
    await backstage.getByText('Three callers: played to the end, 3 callers.').waitFor();
    const outcomes = backstage.getByRole('table', { name: 'How it ended' });
    await outcomes.getByRole('row', { name: 'hung up 3' }).waitFor();
    expect(await backstage.getByRole('table', { name: 'The last callers' }).getByRole('row').count()).toBe(4);
    expect(errors).toEqual([]);
  });

  it.each([
    ['en-GB', 'light', ['Failures', 'Look-ups', 'Webhooks', 'A whole morning']],
    ['es-ES', 'dark', ['Fallos', 'Consultas de números', 'Webhooks', 'Una mañana entera']],
  ] as const)('behind the scenes axe objects to nothing, %s, %s', { timeout: 90_000 }, async (locale, colorScheme, tabs) => {
    const other = await openVisitor(pages.browser, pages.url, { locale, colorScheme });
    await beSignedIn(other, DEMO.administrator, DEMO.password);
    await other.page.goto('/sandbox');
    for (const name of tabs) {
      await other.page.getByRole('tab', { name, exact: true }).press('Enter');
      await other.page
        .getByRole('tabpanel')
        .last()
        .getByRole('status', { name: /Loading|Cargando/ })
        .waitFor({ state: 'detached' });
      const first = other.page.getByRole('tabpanel').last().getByRole('radio').first();
      if (name === tabs[0]) await first.press(' ');
      expect(await objections(other.page), String(name)).toEqual([]);
    }
    expect(other.errors).toEqual([]);
    await other.context.close();
  });
});

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/web/messages/en.ts';
import { callsEn } from '../../src/web/pages/flows/calls/words/calls-en.ts';
import { editorEn } from '../../src/web/pages/flows/editor/words/editor-en.ts';
import { panelEn } from '../../src/web/pages/flows/panel/words/panel-en.ts';
import { settingsEn } from '../../src/web/pages/flows/panel/words/settings-en.ts';
import { releasesEn } from '../../src/web/pages/flows/releases/words/releases-en.ts';
import { tryEn } from '../../src/web/pages/flows/try/try-en.ts';
import { tablesEn } from '../../src/web/pages/tables/words/tables-en.ts';
import { beSignedIn, openVisitor, type Visitor } from '../support/browser.ts';
import { ANA, DEMO, type Pages, startPages } from './start-pages.ts';
import { objections } from './visits.ts';

interface Row {
  /** Where the router knows it. */
  readonly path: string;
  readonly visit: string;
  readonly en: string | RegExp;
  readonly es: string | RegExp;
  /** The names of the links that lead there from the menu, one after the other. */
  readonly links: readonly string[];
}

/** Every page of the product. */
const PAGES: readonly Row[] = [
  { path: '/', visit: '/', en: 'Overview', es: 'Resumen', links: ['Overview'] },
  { path: '/desk', visit: '/desk', en: 'Desk', es: 'Atención', links: ['Desk'] },
  { path: '/flows', visit: '/flows', en: 'Flows', es: 'Flujos', links: ['Flows'] },
  { path: '/flows/$flowId', visit: '/flows/support', en: 'Customer support', es: 'Customer support', links: ['Flows', 'Customer support'] },
  {
    path: '/flows/$flowId/releases',
    visit: '/flows/support/releases',
    en: 'Releases of Customer support',
    es: 'Versiones de Customer support',
    links: ['Flows', 'Releases of Customer support'],
  },
  {
    path: '/flows/$flowId/releases/drawing',
    visit: '/flows/support/releases/drawing',
    en: 'What changed in Customer support',
    es: 'Qué cambió en Customer support',
    links: [],
  },
  {
    path: '/flows/$flowId/calls',
    visit: '/flows/support/calls',
    en: 'Calls of Customer support',
    es: 'Llamadas de Customer support',
    links: ['Flows', 'Customer support', 'Calls'],
  },
  { path: '/flows/$flowId/calls/$callId', visit: '/flows/support/calls/', en: /^Call of /, es: /^Llamada del /, links: [] },
  { path: '/tables', visit: '/tables', en: 'Tables', es: 'Tablas', links: ['Tables'] },
  {
    path: '/tables/$tableName',
    visit: '/tables/notices',
    en: 'Notices of the day',
    es: 'Notices of the day',
    links: ['Tables', 'Notices of the day'],
  },
  { path: '/reports', visit: '/reports', en: 'Reports', es: 'Informes', links: ['Reports'] },
  { path: '/settings', visit: '/settings', en: 'Settings', es: 'Ajustes', links: ['Settings'] },
  {
    path: '/settings/entries',
    visit: '/settings/entries',
    en: 'Other entries',
    es: 'Otras entradas',
    links: ['Settings', 'Other entries'],
  },
  { path: '/users', visit: '/users', en: 'Users', es: 'Usuarios', links: ['Users'] },
  { path: '/audit', visit: '/audit', en: 'Audit', es: 'Auditoría', links: ['Audit'] },
  { path: '/account', visit: '/account', en: 'Your account', es: 'Tu cuenta', links: ['Your account'] },
  { path: '/sandbox', visit: '/sandbox', en: 'Sandbox', es: 'Simulador', links: ['Sandbox'] },
  // These two as somebody who owes a password of their own, and as nobody.
  { path: '/first', visit: '/first', en: 'Relevo', es: 'Relevo', links: [] },
  { path: '/login', visit: '/login', en: 'Relevo', es: 'Relevo', links: [] },
];

const KEYS = new Set(Object.keys({ ...en, ...editorEn, ...panelEn, ...releasesEn, ...callsEn, ...settingsEn, ...tablesEn, ...tryEn }));

let pages: Pages;
let callId = '';
beforeAll(async () => {
  pages = await startPages();
  const call = await pages.sandbox.call({ from: ANA });
  await call.press('2');
  await call.hangUp();
  const { context } = await openVisitor(pages.browser, pages.url);
  await beSignedIn({ context }, DEMO.administrator, DEMO.password);
  const { items } = (await (await context.request.get('/api/flows/support/calls')).json()) as { items: { callId: string }[] };
  callId = items[0]?.callId ?? '';
  await context.close();
});
afterAll(() => pages.stop());

/** Signs in somebody whose password the administrator set, in this window. */
async function becomeNew(page: Page, username: string): Promise<void> {
  const headers = { origin: pages.url };
  const made = await page.request.post('/api/users', { data: { username, name: username, roles: ['agent'] }, headers });
  const { password } = (await made.json()) as { password: string };
  await page.context().clearCookies();
  expect((await page.request.post('/api/session', { data: { username, password }, headers })).ok()).toBe(true);
}

async function ready(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  await expect.poll(() => page.getByRole('status', { name: /Loading|Cargando/ }).count(), { timeout: 20_000 }).toBe(0);
}

describe('every page', () => {
  it('has a row here', () => {
    const text = (file: string) => readFileSync(new URL(`../../src/web/${file}`, import.meta.url), 'utf8');
    const known = new Map([...text('paths.ts').matchAll(/^ {2}(\w+): '(\/.*)',$/gm)].map(([, name, path = '']) => [name, path]));
    const routed = [...text('router.tsx').matchAll(/\bpath: ([\w.]+|'[^']*')/g)].map(([, path = '']) => path.replace('pagePaths.', ''));
    expect(PAGES.map(({ path }) => path).sort()).toEqual(routed.map((name) => known.get(name) ?? name).sort());
  });
});

describe.each([
  // Colours are the same in every language: the other scheme is looked at once.
  { locale: 'en-GB', colorScheme: 'light', other: 'dark' },
  { locale: 'es-ES', colorScheme: 'dark', other: undefined },
] as const)('every page, $locale', ({ locale, colorScheme, other }) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await openVisitor(pages.browser, pages.url, { locale, colorScheme });
    await beSignedIn(visitor, DEMO.administrator, DEMO.password);
  });
  afterAll(() => visitor.context.close());

  it.each(PAGES)(
    '$path has its landmark and heading, no text untranslated, and nothing serious for axe',
    async ({ path, visit, ...names }) => {
      const { page } = visitor;
      if (path === '/first') await becomeNew(page, `new-${locale.slice(0, 2)}`);
      if (path === '/login') await page.context().clearCookies();
      await page.goto(visit.endsWith('/calls/') ? `${visit}${callId}` : visit);
      await ready(page, names[locale === 'es-ES' ? 'es' : 'en']);
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.getByRole('alert').count()).toBe(0);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
      const words = ((await page.evaluate('document.body.innerText')) as string).split(/\s+/);
      expect(words.filter((word) => word.includes('.') && KEYS.has(word))).toEqual([]);
      expect(await objections(page)).toEqual([]);
      if (other) {
        await page.emulateMedia({ colorScheme: other });
        expect(await objections(page, ['color-contrast'])).toEqual([]);
        await page.emulateMedia({ colorScheme });
      }
      expect(visitor.errors).toEqual([]);
    },
  );
});

const focusedName = (page: Page) =>
  page.evaluate(
    '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim()',
  ) as Promise<string>;

/** Presses Tab until the focus is where `isThere` says; how often, or undefined. */
async function tabUntil(page: Page, isThere: () => Promise<boolean>, most: number): Promise<number | undefined> {
  for (let presses = 1; presses <= most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await isThere()) return presses;
  }
  return undefined;
}

describe('by keyboard alone', () => {
  it('every page is reached from the menu, and left again: nothing holds the focus', async () => {
    const visitor = await openVisitor(pages.browser, pages.url);
    const { page } = visitor;
    await page.goto('/login');
    await page.locator('input[name="username"]:focus').waitFor();
    await page.keyboard.type(DEMO.administrator);
    await page.keyboard.press('Tab');
    await page.keyboard.type(DEMO.password);
    await page.keyboard.press('Enter');
    await ready(page, 'Overview');
    for (const { path, en: heading, links } of PAGES) {
      for (const link of links) {
        const isThere = async () => (await focusedName(page)).startsWith(link) && (await page.locator('a:focus').count()) === 1;
        expect(await tabUntil(page, isThere, 400), `${path}: to the link ${link}`).toBeDefined();
        await page.keyboard.press('Enter');
      }
      if (links.length > 0) await ready(page, heading);
    }
    await visitor.context.close();
  });
});

describe('at twice the size', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    // A window of 1280 by 900 at 200 %.
    visitor = await openVisitor(pages.browser, pages.url, { width: 640, height: 450 });
    await beSignedIn(visitor, DEMO.administrator, DEMO.password);
  });
  afterAll(() => visitor.context.close());

  it('no page needs scrolling sideways', async () => {
    const { page } = visitor;
    for (const { path, visit, en: heading } of PAGES.filter((each) => each.path !== '/login' && each.path !== '/first')) {
      await page.goto(visit.endsWith('/calls/') ? `${visit}${callId}` : visit);
      await ready(page, heading);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(overflow, path).toBe(0);
    }
  });

  it('opens the menu by keyboard', async () => {
    await visitor.page.goto('/');
    await visitor.page.getByRole('button', { name: 'Menu' }).focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('link', { name: 'Reports' }).focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  });
});

describe('a flow', () => {
  it('is walked by keyboard from step to step in the outline', async () => {
    const visitor = await openVisitor(pages.browser, pages.url);
    await beSignedIn(visitor, DEMO.supervisor, DEMO.password);
    await visitor.page.goto('/flows');
    await visitor.page.getByRole('table', { name: 'Flows' }).getByRole('link', { name: 'Customer support', exact: true }).press('Enter');
    const steps = visitor.page.getByRole('navigation', { name: 'Steps' });
    await steps.getByRole('button', { name: /^offer/ }).press('Enter');
    const exits = steps.getByRole('list', { name: 'Exits of offer' });
    await exits.getByRole('listitem').filter({ hasText: 'accepted →' }).getByRole('button').press('Enter');
    await steps.getByRole('list', { name: 'Exits of accepted' }).waitFor();
    await visitor.page.waitForURL(/step=accepted/);
    await steps.getByRole('button', { name: /^by-topic/ }).waitFor();
    await visitor.context.close();
  });
});

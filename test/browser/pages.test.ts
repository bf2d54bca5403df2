import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beSignedIn, openVisitor, type Visitor } from '../support/browser.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { objections } from './visits.ts';

const PAGES = [
  { path: '/', en: 'Overview', es: 'Resumen' },
  { path: '/desk', en: 'Desk', es: 'Atención' },
  { path: '/sandbox', en: 'Sandbox', es: 'Simulador' },
  { path: '/flows', en: 'Flows', es: 'Flujos' },
  { path: '/flows/support?step=offer', en: 'Customer support', es: 'Customer support' },
  { path: '/flows/support/releases', en: 'Releases of Customer support', es: 'Versiones de Customer support' },
  { path: '/reports', en: 'Reports', es: 'Informes' },
  { path: '/settings', en: 'Settings', es: 'Ajustes' },
] as const;

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

async function overflowOf({ page }: Visitor): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

describe.each([
  { locale: 'en-GB', colorScheme: 'light' },
  { locale: 'es-ES', colorScheme: 'dark' },
  { locale: 'en-GB', colorScheme: 'dark' },
  { locale: 'es-ES', colorScheme: 'light' },
] as const)('the pages, $locale, $colorScheme', ({ locale, colorScheme }) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await openVisitor(pages.browser, pages.url, { locale, colorScheme });
    await beSignedIn(visitor, DEMO.administrator, DEMO.password);
  });
  afterAll(() => visitor.context.close());

  it.each(PAGES)('$path has its heading, its state and nothing that axe objects to', async (page) => {
    await visitor.page.goto(page.path);
    await visitor.page.getByRole('heading', { level: 1, name: page[locale === 'es-ES' ? 'es' : 'en'] }).waitFor();
    await visitor.page.getByRole('status', { name: /Loading|Cargando/ }).waitFor({ state: 'detached' });
    expect(await visitor.page.getByRole('alert').count()).toBe(0);
    expect(await objections(visitor.page)).toEqual([]);
    expect(visitor.errors).toEqual([]);
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

  it.each(PAGES)('$path needs no scrolling sideways', async ({ path, en }) => {
    await visitor.page.goto(path);
    await visitor.page.getByRole('heading', { level: 1, name: en }).waitFor();
    await visitor.page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
    expect(await overflowOf(visitor)).toBe(0);
    expect(await objections(visitor.page)).toEqual([]);
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

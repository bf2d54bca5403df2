import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, signIn } from '../support/browser.ts';
import { startOpenIdProvider, type TestProvider } from '../support/openid-provider.ts';
import { DEMO, type Pages, startPages } from './start-pages.ts';
import { objections } from './visits.ts';

let pages: Pages;
let provider: TestProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider();
  const { issuer, clientId, clientSecret } = provider;
  const ours = {
    scope: 'openid profile groups',
    groupsClaim: 'groups',
    name: 'Sign in with ACME',
    rolesOfGroups: { leads: ['supervisor'] },
  } as const;
  pages = await startPages({ config: { openId: { issuer, clientId, clientSecret, ...ours } } });
  provider.register(`${pages.url}/login/openid/callback`);
});
afterAll(async () => {
  await pages?.stop();
  await provider?.stop();
});

describe('signing in', () => {
  it('says that the name or the password is wrong, and nothing more', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url);
    await page.goto('/login');
    await page.getByRole('textbox', { name: 'Name' }).fill('nobody');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('The name or the password is wrong');
    expect(await objections(page)).toEqual([]);
    await context.close();
  });

  it('leads back to the page that was asked for', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url);
    await page.goto('/reports?day=2026-01-02');
    await page.waitForURL('**/login**');
    await page.getByRole('textbox', { name: 'Name' }).fill(DEMO.supervisor);
    await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
    expect(page.url()).toContain('day=2026-01-02');
    await context.close();
  });

  it('never leads to another site', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url);
    await page.goto('/login?next=//example.com/');
    await page.getByRole('textbox', { name: 'Name' }).fill(DEMO.agent);
    await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(new URL(page.url()).origin).toBe(new URL(pages.url).origin);
    await context.close();
  });

  it('leads to the identity provider and back to the page that was asked for, and says when it does not answer', async () => {
    provider.people.set('ada', { name: 'Ada Lovelace', groups: ['leads'] });
    const { page, context, errors } = await openVisitor(pages.browser, pages.url);
    await page.goto('/reports?day=2026-01-02');
    await page.getByRole('link', { name: 'Sign in with ACME' }).press('Enter');
    await page.getByRole('textbox', { name: 'Who' }).fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'none of your groups may do anything here' }).waitFor();
    expect(await objections(page)).toEqual([]);
    await context.clearCookies({ domain: '127.0.0.1' });
    await page.getByRole('link', { name: 'Sign in with ACME' }).press('Enter');
    await page.getByRole('textbox', { name: 'Who' }).fill('ada');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
    expect(page.url()).toContain('day=2026-01-02');
    await page.getByRole('link', { name: 'Your account: Ada Lovelace' }).press('Enter');
    await page.getByText('your password is changed there').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows each role its pages', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url);
    await signIn(page, DEMO.agent, DEMO.password);
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await links.allTextContents()).toEqual(['Overview', 'Desk', 'Sandbox']);
    await context.close();
  });
});

describe('the shell', () => {
  it('remembers language and colours, and forgets the person on signing out', async () => {
    const { page, context } = await openVisitor(pages.browser, pages.url);
    await signIn(page, DEMO.administrator, DEMO.password);
    await page.getByRole('button', { name: /^Colours: as the system/ }).press('Enter');
    await page.getByRole('button', { name: /^Colours: light/ }).press('Enter');
    await page.getByRole('radio', { name: 'ES' }).press(' ');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Resumen' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.mantineColorScheme')).toBe('dark');
    expect(await page.evaluate('document.documentElement.lang')).toBe('es');
    await page.getByRole('button', { name: 'Cerrar sesión' }).press('Enter');
    await page.getByRole('button', { name: 'Entrar' }).waitFor();
    await page.goto('/desk');
    await page.waitForURL('**/login**');
    await context.close();
  });
});

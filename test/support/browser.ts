import { accessSync, constants } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/*
 * How the pages are found by a test, as a person finds them: by role and name. Texts are in Spanish when the context's
 * locale is es-ES, in English otherwise.
 *
 * /login    textbox Name, textbox Password, button Sign in
 * /sandbox  region "The caller’s phone": combobox "Who calls", button Call, Hang up, group Keypad with buttons "Key 1",
 *           log "What is heard", textbox "Say something"; digits typed anywhere but in a field press the keypad
 *           region "The customer’s mobile": tabs WhatsApp, SMS, log "WhatsApp conversation" (one article a message, its
 *           buttons by their title), textbox Message, button Send
 *           region "The agent’s phone": table "Queue …", regions "Phone 1" …: button "Take the next …"; region
 *           "Behind the scenes": tabs Failures, Look-ups, Webhooks, "A whole morning"; region "The carrier": combobox "What happens to our messages"
 * /desk     radiogroup "My presence"; regions Waiting, Mine, All others (a link a chat); region "Conversation with …":
 *           button Claim, Transfer, Close, log Conversation (one article an entry), textbox "Reply to the customer";
 *           complementary "What we know"
 * /flows    table Flows; /flows/:id navigation Steps (a button a step; "What to do with …" opens its menu), region "Drawing of the flow",
 *           toolbar Tools, status Draft, region Problems; Ctrl+/ lists the keys
 * /reports  table Funnel, table Rates; /settings regions Numbers, Health, "Message templates", Agents, Webhooks
 */

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/lib/chromium/chromium'];
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser of this machine; throws a sentence that names the package when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM_BIN ?? '', ...CANDIDATES].find(isExecutable);
  if (!executablePath) {
    throw new Error('The browser tests need Chromium: install the package chromium, or set CHROMIUM_BIN to its path.');
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A visitor with a window and cookies of their own, and every error that their pages threw. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly errors: readonly string[];
}

export async function openVisitor(
  browser: Browser,
  baseURL: string,
  options: { locale?: string; colorScheme?: 'light' | 'dark'; width?: number; height?: number } = {},
): Promise<Visitor> {
  const { locale = 'en-GB', colorScheme = 'light', width = 1440, height = 900 } = options;
  const context = await browser.newContext({ baseURL, locale, colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 401')) errors.push(message.text());
  });
  return { context, page, errors };
}

/** Gives the visitor's window a session without the sign-in page, for visits that are about another page. */
export async function beSignedIn({ context }: Pick<Visitor, 'context'>, username: string, password: string): Promise<void> {
  const answer = await context.request.post('/api/session', { data: { username, password } });
  if (!answer.ok()) throw new Error(`${username} is not signed in: ${answer.status()} ${await answer.text()}`);
}

/** Signs in by keyboard and waits for the page that follows. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/login');
  await page.locator('input[name="username"]').fill(username);
  await page.keyboard.press('Tab');
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

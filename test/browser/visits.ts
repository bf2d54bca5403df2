import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beSignedIn, openVisitor, type Visitor } from '../support/browser.ts';
import { DEMO, type Pages } from './start-pages.ts';

/** Visits to pages, each with its own window; what went wrong in any of them is kept until they end. */
export interface Visits {
  /** A signed-in user's page, once its heading is there; in Spanish it is dark. */
  open(path: string, username?: string, locale?: string): Promise<Page>;
  /** Counts a visitor who came in another way. */
  keep(visitor: Visitor): void;
  /** Closes the window of the last visit; its errors, which were asked for, do not count. */
  dropLast(): Promise<void>;
  /** Closes every window. Gives the errors that the pages threw or the browser noted, of all visits since the last end. */
  end(): Promise<readonly string[]>;
}

export function createVisits(pages: () => Pages): Visits {
  const visitors: Visitor[] = [];
  return {
    async open(path, username = DEMO.administrator, locale = 'en-GB') {
      const { browser, url } = pages();
      const visitor = await openVisitor(browser, url, { locale, ...(locale === 'es-ES' && { colorScheme: 'dark' }) });
      visitors.push(visitor);
      await beSignedIn(visitor, username, DEMO.password);
      await visitor.page.goto(path);
      await visitor.page.getByRole('heading', { level: 1 }).waitFor();
      return visitor.page;
    },
    keep: (visitor) => void visitors.push(visitor),
    dropLast: async () => visitors.pop()?.context.close(),
    async end() {
      const ended = visitors.splice(0);
      // Before the windows close: what a closing window breaks off is no error.
      const errors = ended.flatMap((visitor) => visitor.errors);
      for (const { context } of ended) await context.close();
      return errors;
    },
  };
}

/** What axe objects to on the page as it is now, by all of its rules or by some. */
export async function objections(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Our pages have no frames: without the search for them, and without all that is in order, this takes a quarter of the time.
  const runOnly = rules && { runOnly: [...rules] };
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], ...runOnly })
    .setLegacyMode(true)
    .analyze();
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

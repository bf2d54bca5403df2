import type { CDPSession, Page } from 'playwright-core';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** How often the functions of the page that are known by a piece of their text were called. */
export interface CallCounts<Name extends string> {
  /** Counts while the work is done, and until the page has painted twice after it. */
  during(work: () => Promise<unknown>): Promise<Record<Name, number>>;
}

/**
 * Counts calls in the built pages, without a build of its own: the browser counts, and a function is known by a text that stands in it
 * alone, such as a class name. Counts do not depend on how busy the machine is.
 */
export async function countCalls<Name extends string>(page: Page, known: Readonly<Record<Name, RegExp>>): Promise<CallCounts<Name>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const texts = new Map<string, Promise<string>>();
  const textOf = (url: string) => {
    const text = texts.get(url) ?? page.request.get(url).then((answer) => answer.text());
    texts.set(url, text);
    return text;
  };
  const names = Object.keys(known) as Name[];
  return {
    async during(work) {
      await take(session);
      await work();
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
      for (const { url, functions } of await take(session)) {
        const text = await textOf(url);
        for (const name of names) {
          for (const { index } of text.matchAll(new RegExp(known[name], 'g'))) counts[name] += innermost(functions, index);
        }
      }
      return counts;
    },
  };
}

async function take(session: CDPSession): Promise<readonly ScriptCoverage[]> {
  const { result } = (await session.send('Profiler.takePreciseCoverage')) as { result: readonly ScriptCoverage[] };
  return result.filter(({ url }) => url.includes('/assets/'));
}

/** The calls of the smallest function around a place. */
function innermost(functions: ScriptCoverage['functions'], at: number): number {
  const around = functions.flatMap(({ ranges: [whole] }) => (whole && whole.startOffset <= at && at < whole.endOffset ? [whole] : []));
  const lengthOf = ({ startOffset, endOffset }: Range) => endOffset - startOffset;
  const [smallest] = around.sort((a, b) => lengthOf(a) - lengthOf(b));
  return smallest?.count ?? 0;
}

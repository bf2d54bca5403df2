import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdit } from '../../src/flows/edit/apply-edit.ts';
import { type DraftFlow, draftSteps, SIDES } from '../../src/flows/edit/draft.ts';
import { copySteps } from '../../src/flows/edit/step-clip.ts';
import { sample } from '../flows/edit/sample-drafts.ts';
import { countCalls } from './call-counts.ts';
import { type Pages, startPages } from './start-pages.ts';
import { createVisits } from './visits.ts';

let pages: Pages;
const visits = createVisits(() => pages);
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

/** The sample, its steps beside themselves until there are 200. */
function largeFlow(): DraftFlow {
  let flow: DraftFlow = { ...sample('support'), id: 'large', name: 'Two hundred steps' };
  const count = () => SIDES.reduce((sum, side) => sum + draftSteps(flow, side).length, 0);
  for (let n = 0; count() < 200; n += 1) {
    const side = n % 2 === 0 ? 'call' : 'chat';
    const clip = copySteps(
      sample('support'),
      draftSteps(sample('support'), side).map(([step]) => ({ side, step })),
      {},
    );
    const pasted = clip && applyEdit(flow, { kind: 'paste', side, clip });
    if (!pasted?.ok) throw new Error('the sample can’t be pasted');
    flow = pasted.flow;
  }
  return flow;
}

/** From here on: how long each frame took, and how long each event until it was painted. */
async function watch(page: Page): Promise<() => Promise<{ frames: number[]; events: number[] }>> {
  await page.evaluate(`(() => {
    const seen = (window.seen = { frames: [], events: [], on: true });
    let last = performance.now();
    const frame = (now) => { seen.frames.push(now - last); last = now; if (seen.on) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown' || entry.name === 'input') seen.events.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 });
  })()`);
  return async () => {
    const found = await page.evaluate<{ frames: number[]; events: number[] }>(
      'new Promise((resolve) => setTimeout(() => { window.seen.on = false; resolve({ frames: window.seen.frames.slice(1), events: window.seen.events }); }, 300))',
    );
    return found;
  };
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;
}

function tell(what: string, values: readonly number[]): void {
  console.info(
    `${what}: half within ${quantile(values, 0.5)}, 95 of 100 within ${quantile(values, 0.95)}, the worst ${quantile(values, 1)}`,
  );
}

const EVERY_FRAME = 'new Promise((done) => requestAnimationFrame(done))';

/** What is drawn anew, by what stands in the functions that draw it. */
const DRAWN = {
  boxes: /step-box-head/,
  frames: /"?aria-roledescription"?:[`"']node/,
  arrows: /"?aria-roledescription"?:[`"']edge/,
  minimap: /react-flow__minimap-mask/,
  entries: /outline-entry/,
  bar: /className:[`"']editor-bar/,
} as const;
type Drawn = Record<keyof typeof DRAWN, number>;

const MOVES = 30;
const TYPED = 'Buenos días, le atiende Luz Clara.';
/** So many steps are copied and pasted. */
const PASTED = 50;

/** The steps of a side as the clipboard has them. */
function clipOf(flow: DraftFlow): string {
  const ids = draftSteps(flow, 'call').slice(0, PASTED);
  return JSON.stringify(
    copySteps(
      flow,
      ids.map(([step]) => ({ side: 'call', step })),
      {},
    ),
  );
}

/** What a person does on the drawing; each leaves it as the next begins. */
function deeds(page: Page, clip: string) {
  const frame = () => page.evaluate(EVERY_FRAME);
  /** Where the greeting stands now. */
  const corner = async () => {
    const found = await page.locator('[data-id="call/greeting"]').boundingBox();
    if (!found) throw new Error('the box is not drawn');
    return found;
  };
  const words = page.getByRole('textbox', { name: /^Words of greeting/ });
  return {
    async dragging() {
      const from = await corner();
      await page.mouse.move(from.x + 60, from.y + 12);
      await page.mouse.down();
      for (let n = 1; n <= MOVES; n += 1) {
        await page.mouse.move(from.x + 60 + n * 2, from.y + 12 + n);
        await frame();
      }
      await page.mouse.up();
    },
    async typing() {
      for (const letter of TYPED) await page.keyboard.type(letter);
    },
    async undoing() {
      for (const key of ['z', 'z', 'y', 'y']) await page.keyboard.press(`Control+${key}`);
    },
    async panning() {
      const from = await corner();
      await page.mouse.move(from.x + 60, from.y + 250);
      for (let n = 0; n < 20; n += 1) {
        await page.mouse.wheel(n < 10 ? 30 : -30, n < 10 ? 20 : -20);
        await frame();
      }
    },
    async zooming() {
      await page.keyboard.down('Control');
      for (let n = 0; n < 12; n += 1) {
        await page.mouse.wheel(0, n < 6 ? 60 : -60);
        await frame();
      }
      await page.keyboard.up('Control');
    },
    async selecting() {
      const entries = page.locator('.outline-head');
      for (const at of [5, 9]) await entries.nth(at).click();
    },
    async pasting() {
      await page.evaluate(
        `document.dispatchEvent(Object.assign(new ClipboardEvent('paste', { clipboardData: (() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(clip)}); return data; })(), bubbles: true })))`,
      );
      await frame();
    },
    words,
  };
}

it('a flow of 200 steps: what is done draws what it is done to, and nothing else; how long it took is printed', async () => {
  const flow = largeFlow();
  const page = await visits.open('/flows');
  const made = await page.request.post('/api/flows', { data: { id: 'large', flow } });
  expect(made.status()).toBe(201);
  await page.goto('/flows/large?side=call&step=greeting');
  const greeting = page.locator('[data-id="call/greeting"]');
  await greeting.waitFor();
  expect(await page.locator('.react-flow__node-step').count()).toBeGreaterThanOrEqual(200);
  await page.getByRole('button', { name: /errors?, / }).waitFor();
  // Once and for all: what the linter says comes in its own time.
  await page.waitForLoadState('networkidle');
  const { words, pasting, ...all } = deeds(page, clipOf(flow));
  type Deed = keyof typeof all;
  /** Does each in turn; what is typed goes into the words of the greeting. */
  const each = async (look: (name: Deed, does: () => Promise<void>) => Promise<void>) => {
    const entry = page.locator('.outline-head').first();
    if ((await entry.getAttribute('aria-expanded')) !== 'true') await entry.click();
    await page.waitForURL(/step=greeting/);
    for (const [name, does] of Object.entries(all) as [Deed, () => Promise<void>][]) {
      if (name === 'typing') {
        await greeting.focus();
        await page.keyboard.press('F2');
        await words.fill('');
      }
      await look(name, does);
      if (name === 'typing') await words.press('Escape');
      if (name === 'undoing') await greeting.getByText(TYPED).waitFor();
    }
  };
  const timed = async (name: string, does: () => Promise<void>) => {
    const look = await watch(page);
    await does();
    const { frames, events } = await look();
    tell(`frames while ${name}`, frames);
    if (events.length > 0) console.info(`  keys longer than a frame: ${events.map((took) => `${took} ms`).join(', ')}`);
  };
  await each(timed);

  // The same again, counted: counting makes it slow.
  const counts = await countCalls(page, DRAWN);
  const drawn = {} as Record<Deed, Drawn>;
  await each(async (name, does) => {
    drawn[name] = await counts.during(does);
    console.info(`drawn anew while ${name}: ${JSON.stringify(drawn[name])}`);
  });
  const steps = page.locator('.react-flow__node-step');
  const before = await steps.count();
  await timed('pasting', pasting);
  await expect.poll(() => steps.count(), { timeout: 20_000 }).toBe(before + PASTED);

  const still = { boxes: 0, frames: 0, arrows: 0, entries: 0, bar: 0 };
  expect(drawn.panning).toMatchObject(still);
  expect(drawn.zooming).toMatchObject(still);
  // A key draws its own box and its entry in the list: not the bar, no arrow, no other box.
  expect(drawn.typing).toMatchObject({ arrows: 0, bar: 0, minimap: 0 });
  expect(drawn.typing.boxes).toBeGreaterThanOrEqual(TYPED.length);
  for (const part of ['boxes', 'frames', 'entries'] as const) expect(drawn.typing[part], part).toBeLessThanOrEqual(TYPED.length + 4);
  // A move draws the box and its arrows, of which the greeting has one.
  expect(drawn.dragging.frames).toBeGreaterThanOrEqual(MOVES / 2);
  for (const part of ['boxes', 'frames', 'arrows'] as const) expect(drawn.dragging[part], part).toBeLessThanOrEqual(2 * MOVES);
  expect(drawn.dragging.entries).toBe(0);
  for (const part of ['boxes', 'frames', 'entries', 'arrows'] as const) expect(drawn.undoing[part], part).toBeLessThanOrEqual(16);
  for (const part of ['boxes', 'frames', 'entries'] as const) expect(drawn.selecting[part], part).toBeLessThanOrEqual(8);
  expect(drawn.selecting.arrows).toBeLessThanOrEqual(60);
  expect(await visits.end()).toEqual([]);
}, 240_000);

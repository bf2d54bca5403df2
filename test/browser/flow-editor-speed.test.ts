import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdit } from '../../src/flows/edit/apply-edit.ts';
import { type DraftFlow, draftSteps, SIDES } from '../../src/flows/edit/draft.ts';
import { copySteps } from '../../src/flows/edit/step-clip.ts';
import { sample } from '../flows/edit/sample-drafts.ts';
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

it('a flow of 200 steps is dragged, typed in and taken back; how long it took is printed', async () => {
  const page = await visits.open('/flows');
  const made = await page.request.post('/api/flows', { data: { id: 'large', flow: largeFlow() } });
  expect(made.status()).toBe(201);
  await page.goto('/flows/large?side=call&step=greeting');
  const greeting = page.locator('[data-id="call/greeting"]');
  await greeting.waitFor();
  expect(await page.locator('.react-flow__node-step').count()).toBeGreaterThanOrEqual(200);
  await page.getByRole('button', { name: /errors?, / }).waitFor();

  const from = await greeting.boundingBox();
  if (!from) throw new Error('the box is not drawn');
  await page.mouse.move(from.x + 60, from.y + 12);
  await page.mouse.down();
  const dragged = await watch(page);
  for (let n = 1; n <= 60; n += 1) await page.mouse.move(from.x + 60 + n * 2, from.y + 12 + n);
  tell('frames while dragging', (await dragged()).frames);
  await page.mouse.up();

  await greeting.focus();
  await page.keyboard.press('F2');
  const words = page.getByRole('textbox', { name: /^Words of greeting/ });
  await words.fill('');
  const typed = await watch(page);
  for (const letter of 'Buenos días, le atiende Luz Clara.') await page.keyboard.type(letter);
  const typing = await typed();
  tell('frames while typing', typing.frames);
  console.info(
    `keys that took longer than a frame: ${typing.events.length}; ${typing.events.length > 0 ? `the worst ${Math.max(...typing.events)} ms` : ''}`,
  );
  await words.press('Escape');

  const undone = await watch(page);
  for (let n = 0; n < 2; n += 1) await page.keyboard.press('Control+z');
  for (let n = 0; n < 2; n += 1) await page.keyboard.press('Control+y');
  const undoing = await undone();
  tell('frames while undoing', undoing.frames);
  console.info(`undo or redo longer than a frame: ${undoing.events.map((each) => `${each} ms`).join(', ') || 'none'}`);
  await greeting.getByText('Buenos días, le atiende Luz Clara.').waitFor();
  expect(await visits.end()).toEqual([]);
});

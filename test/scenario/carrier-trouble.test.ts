import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxScript } from '../../src/http/contract/sandbox-script.ts';
import { startTestService, type TestService } from '../support/service.ts';

const FOLDER = new URL('../../flows/', import.meta.url);
const SLICE_MS = 10_000;
const MOST_MS = 4 * 3_600_000;

let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

async function readScript(file: string): Promise<SandboxScript> {
  return SandboxScript.parse(JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')));
}

describe('the scripts of the folder', () => {
  it('are all scripts, and each of its failures is one that can be chosen', async () => {
    const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sandbox.json'));
    expect(files).toEqual(['carrier-trouble.sandbox.json', 'morning.sandbox.json']);
    for (const file of files) expect((await readScript(file)).failures.length, file).toBeGreaterThan(5);
  });

  it('trouble at the carrier: everybody ends somewhere, most of them not in WhatsApp', { timeout: 300_000 }, async () => {
    const script = await readScript('carrier-trouble.sandbox.json');
    const startedAtMs = t.clock.nowMs();
    t.sandbox.scripts.play({ ...script, speed: 1 });
    while (t.sandbox.scripts.report()?.state === 'running' && t.clock.nowMs() < startedAtMs + MOST_MS) {
      await t.sandbox.advance(SLICE_MS);
      await t.settle().catch(() => t.settle());
    }
    const report = t.sandbox.scripts.report();
    expect(report).toMatchObject({ state: 'done', arrived: script.callers, settled: script.callers, problems: {} });
    expect(report?.totals).toMatchObject({ unsettled: 0, 'carrier-error': 0 });
    const codes = new Set(report?.callers.flatMap(({ failure }) => failure ?? []));
    for (const code of ['63003', '63024', '59999', '131049']) expect([...codes]).toContain(code);
    expect(report?.totals.chatting).toBeGreaterThan(0);
  });
});

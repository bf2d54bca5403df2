import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { Template } from '../../src/flows/template.ts';
import { launchBrowser, openVisitor, type Visitor } from '../support/browser.ts';

const ROOT = fileURLToPath(new URL('./panel-host', import.meta.url));
const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

type Draft = Record<string, unknown> & { call: { steps: Record<string, unknown> }; chat: { steps: Record<string, unknown> } };

/** The panel of a step on a page of its own, in a real browser; what it edits is a flow of the samples. */
export interface PanelPages {
  open(side: 'call' | 'chat', step: string, options?: OpenOptions): Promise<Page>;
  /** Shows another step on a page that is open already. */
  show(page: Page, flow: string, side: 'call' | 'chat', step: string): Promise<void>;
  /** The draft as it is now. */
  draft(page: Page): Promise<Draft>;
  edits(page: Page): Promise<readonly { readonly kind: string }[]>;
  /** Closes the pages; gives what they threw. */
  end(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface OpenOptions {
  readonly flow?: string;
  readonly change?: (flow: Draft) => void;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
}

export async function readSample(flow: string): Promise<Draft> {
  return JSON.parse(await readFile(join(FLOWS, `${flow}.flow.json`), 'utf8'));
}

async function readTemplates(): Promise<readonly Template[]> {
  const names = (await readdir(join(FLOWS, 'templates'))).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => Template.parse(JSON.parse(await readFile(join(FLOWS, 'templates', name), 'utf8')))));
}

export async function startPanelPages(): Promise<PanelPages> {
  const folder = await mkdtemp(join(tmpdir(), 'relevo-panel-'));
  await build({
    root: ROOT,
    base: '/',
    logLevel: 'error',
    configFile: false,
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', minify: false },
  });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '/').split('?')[0];
    readFile(join(folder, path as string)).then(
      (body) => response.writeHead(200, { 'content-type': TYPES[extname(path as string)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await launchBrowser();
  const templates = await readTemplates();
  const visitors: Visitor[] = [];
  const library = {
    templates,
    approvals: [
      { name: 'call-continue', language: 'es', status: 'approved', usable: true },
      { name: 'call-continue', language: 'en', status: 'rejected', usable: false, reason: 'Too vague.' },
    ],
    recordings: ['/audio/welcome.wav'],
    media: [],
    teams: ['billing', 'support'],
    calendars: {},
    parts: {},
  };
  return {
    async show(page, flow, side, step) {
      await page.evaluate(`window.show(${JSON.stringify({ flow: await readSample(flow), library, side, step })})`);
      await page.getByRole('region', { name: `Step ${step}` }).waitFor();
    },
    async open(side, step, { flow = 'support', change, locale = 'en-GB', colorScheme = 'light' } = {}) {
      const draft = await readSample(flow);
      change?.(draft);
      const visitor = await openVisitor(browser, url, { locale, colorScheme, width: 520 });
      visitors.push(visitor);
      await visitor.page.addInitScript(`window.given = ${JSON.stringify({ flow: draft, library, side, step })};`);
      await visitor.page.goto('/');
      await visitor.page.getByRole('heading', { level: 2, name: step }).waitFor();
      return visitor.page;
    },
    draft: (page) => page.evaluate('window.draft'),
    edits: (page) => page.evaluate('window.edits'),
    async end() {
      const ended = visitors.splice(0);
      const errors = ended.flatMap(({ errors }) => errors);
      for (const { context } of ended) await context.close();
      return errors;
    },
    async stop() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

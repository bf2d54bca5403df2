import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Service, startService } from '../../src/app.ts';
import type { Clock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import type { Config } from '../../src/config.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { INSTANT } from '../../src/sandbox/sandbox.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

/** The sandbox's own sign-ins; the password is the same for all. */
export const DEMO = { administrator: 'demo', supervisor: 'demo-supervisor', agent: 'demo-agent', password: 'relevo-demo' } as const;
/** A caller of the sandbox's own book, with WhatsApp. */
export const ANA = '+34600111222';

/** The built pages on the real service, and a browser to visit them. */
export interface Pages {
  readonly url: string;
  readonly browser: Browser;
  readonly service: Service;
  readonly sandbox: Sandbox;
  /** What the service keeps everything in. */
  readonly redis: TestRedis;
  stop(): Promise<void>;
}

/** `clock`: what the service takes for the time; the real one if absent. `flowsFolder`: other flows than the samples. `config`: other settings. */
export async function startPages({
  clock,
  flowsFolder,
  config,
}: {
  readonly clock?: Clock;
  readonly flowsFolder?: string;
  readonly config?: Partial<Config>;
} = {}): Promise<Pages> {
  if (!existsSync(new URL('../../dist/web/index.html', import.meta.url))) {
    throw new Error('The pages are not built. Run npm run build, or npm test, which does it.');
  }
  const redis = await startTestRedis({ appendOnly: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'relevo-pages-'));
  const service = await startService(
    {
      port: 0,
      redisUrl: redis.url,
      dataDir,
      mediaRetentionDays: 30,
      eventsKept: 100_000,
      enteredRetentionDays: 7,
      defaultFlow: 'support',
      role: 'all',
      logLevel: 'silent',
      requestAllowHosts: [],
      ...config,
    },
    { log: silentLogger, emulator: { delays: INSTANT }, ...(clock && { clock }), ...(flowsFolder !== undefined && { flowsFolder }) },
  );
  const browser = await launchBrowser();
  const { sandbox } = service;
  if (!sandbox) throw new Error('the service did not start in sandbox mode');
  return {
    url: service.publicUrl,
    browser,
    service,
    sandbox,
    redis,
    stop: async () => {
      await browser.close();
      await service.close();
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

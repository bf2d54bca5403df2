import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './base/clock.ts';
import { createLogger } from './base/log.ts';
import { systemRandom } from './base/random.ts';
import { answerWhileStarting } from './compose/answer-while-starting.ts';
import type { Ground, ServiceOptions } from './compose/ground.ts';
import { keepFresh } from './compose/keep-fresh.ts';
import { listen } from './compose/listen.ts';
import { createMetrics } from './compose/metrics.ts';
import { openParts, type Parts } from './compose/open-parts.ts';
import { openSandbox, SANDBOX_NUMBERS } from './compose/open-sandbox.ts';
import { prepareDataDir } from './compose/prepare-data-dir.ts';
import { printBanner } from './compose/print-banner.ts';
import { runJobs } from './compose/run-jobs.ts';
import { serveParts, storeInfo } from './compose/serve-parts.ts';
import { createTwilioWire } from './compose/twilio-wire.ts';
import type { Config } from './config.ts';
import { createRefusedWebhooks } from './http/refused-webhooks.ts';
import type { WebhookWire } from './http/webhook-wire.ts';
import { holdCallNotes } from './ivr/call-notes.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { keepSandboxSecret } from './store/keep-sandbox-secret.ts';

export type { ServiceOptions };

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const VERSION = '0.1.0';
const DRAIN_MS = 8_000;
/** Until it is known which flow answers, a caller may speak either. */
const LANGUAGES_AT_START = ['es', 'en'] as const;

/** A running service. */
export interface Service {
  readonly publicUrl: string;
  readonly port: number;
  /** The carrier emulator, in sandbox mode. */
  readonly sandbox: Sandbox | undefined;
  /** Stops taking calls, lets what runs finish, gives everything back. */
  close(): Promise<void>;
}

/** The whole service: listens, connects, serves. Throws one sentence when it can't, and leaves nothing open. */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const isSandbox = config.twilio === undefined;
  const agentDial = config.agentDial ?? SANDBOX_NUMBERS.agent;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLogger(config.logLevel);
  const metrics = createMetrics();
  const refused = createRefusedWebhooks({ log, clock, counted: metrics.webhookRefused });
  let wire: WebhookWire | undefined;
  const earlyNotes = holdCallNotes();
  const starting = {
    wire: () => (config.role === 'worker' ? undefined : wire),
    log,
    clock,
    notes: earlyNotes,
    refused,
    agentDial,
    languages: LANGUAGES_AT_START,
  };
  await prepareDataDir(config.dataDir);
  const listener = await listen(config.port, answerWhileStarting(starting));
  const publicUrl = config.publicUrl ?? `http://localhost:${listener.port}`;
  const smsFrom = config.smsFrom ?? (isSandbox ? SANDBOX_NUMBERS.sms : undefined);
  const ground: Ground = {
    config,
    options,
    clock,
    random: options.random ?? systemRandom,
    log,
    metrics,
    refused,
    publicUrl,
    agentDial,
    whatsappFrom: config.whatsappFrom ?? SANDBOX_NUMBERS.whatsapp,
    smsFrom,
    flowsFolder: options.flowsFolder ?? join(ROOT, 'flows'),
    webFolder: options.webFolder ?? join(ROOT, 'dist/web'),
    version: VERSION,
  };
  // In the order of their running: at last the store goes.
  const closers: (() => Promise<void> | void)[] = [() => listener.close(DRAIN_MS)];
  const closeAll = async () => {
    // From now on nothing new comes in; what is answered meanwhile ends its connection.
    void listener.close(DRAIN_MS);
    for (const close of closers.splice(0)) await close();
  };
  try {
    const secretKey = config.secretKey ?? (await keepSandboxSecret(config.dataDir));
    const emulator = isSandbox
      ? await openSandbox({
          ...ground,
          secretKey,
          serviceUrl: () => publicUrl,
          emulator: options.emulator ?? {},
        })
      : undefined;
    const twilio = config.twilio ?? emulator?.twilio;
    if (!twilio) throw new Error('There is neither a carrier account nor an emulator.');
    wire = createTwilioWire(publicUrl, twilio.authTokens);
    if (emulator) closers.unshift(() => emulator.sandbox.close());
    const parts = await openParts(ground, { secretKey, twilio, wire, listener, sandbox: emulator?.sandbox, earlyNotes, closers });
    if (config.role !== 'web') runJobs(ground, parts);
    closers.unshift(keepFresh(log, { ...parts, flowNews: parts.stores.flowNews }));
    serveParts(ground, parts);
    if (options.banner) showBanner(options.banner, ground, parts);
    return { publicUrl, port: listener.port, sandbox: emulator?.sandbox, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function showBanner(
  show: (line: string) => void,
  { config, publicUrl }: Ground,
  { stores, shelf, listener, sandbox, firstUsers }: Parts,
): void {
  const refused = shelf.folder.refused.map(
    ({ flowId, problems }) => `${flowId}: ${problems.length} problems, first: ${problems[0]?.message ?? ''}`,
  );
  printBanner(show, {
    publicUrl,
    role: config.role,
    port: listener.port,
    sandbox: sandbox !== undefined,
    store: storeInfo(stores),
    ...firstUsers,
    refused,
  });
}

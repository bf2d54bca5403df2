import type { Flow } from '../flows/flow.ts';
import type { FoundProblem } from '../flows/readiness/facts.ts';
import { publishDue } from '../flows/studio/publish-due.ts';
import { judgeReadiness } from './describe-readiness.ts';
import { fileOf } from './file-of.ts';
import type { Ground } from './ground.ts';
import type { Parts } from './open-parts.ts';
import { besideFlows } from './open-tables.ts';
import { readinessParts } from './readiness-parts.ts';
import { callbackDeps } from './service-parts.ts';
import { startJobs } from './start-jobs.ts';

/** How long jobs that are under way have when the service stops. */
const DRAIN_MS = 8_000;

/** Has events, timers and deliveries handled in this process. To be called when the templates are known: work that was left would find none to send. */
export function runJobs(ground: Ground, parts: Parts): void {
  const { clock, log } = ground;
  const { stores, shelf, carrier, senders, templates, outlook, offers, entries, chats, closers } = parts;
  const jobs = startJobs({
    ...stores,
    ...chats,
    ...entries,
    log,
    clock,
    counted: ground.metrics.eventHandled,
    callbacks: callbackDeps(ground, stores, carrier),
    handoffs: {
      ...stores,
      clock,
      log,
      shelf,
      offers: offers.ground,
      outlook: () => outlook.current(),
      carrier,
      catalogue: templates,
      guard: offers.guard,
      gate: offers.gate,
      board: stores.carrierBoard,
      boardChanged: () => senders.refresh(),
      failureNoted: ground.metrics.messageFailed,
      sender: ground.whatsappFrom,
      ...(ground.smsFrom && { smsSender: ground.smsFrom }),
    },
  });
  closers.unshift(() => jobs.stop(DRAIN_MS));
  closers.unshift(chats.runPeriodic());
  closers.unshift(publishOnTime(ground, parts));
}

/** How often what is scheduled is looked at, ms. */
const LOOK_EVERY_MS = 1_000;

/** Publishes drafts at the time that somebody set, in one process of all. Returns what ends it, when what is under way is done. */
function publishOnTime(ground: Ground, parts: Parts): () => Promise<void> {
  const { stores, shelf } = parts;
  const { clock, log } = ground;
  const deps = {
    ...stores,
    clock,
    log,
    fileOf: (flowId: string) => fileOf(shelf, flowId),
    besideFlows: () => besideFlows(parts),
    defaultFlow: ground.config.defaultFlow,
    judgeReadiness: (flow: Flow, problems: readonly FoundProblem[]) => judgeReadiness(readinessParts(ground, parts), flow, problems),
    rest: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= publishDue(deps)
      .catch((error) => log.warn({ err: error }, 'what is to be published on time could not be looked at'))
      .finally(() => {
        underWay = undefined;
      });
  }, LOOK_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

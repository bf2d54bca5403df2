import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The figures for Prometheus. Labels are few and fixed: kinds and outcomes, never ids. */
export interface Metrics {
  readonly registry: Registry;
  voiceAnswered(kind: string, outcome: 'ok' | 'safe' | 'refused', seconds: number): void;
  carrierAsked(operation: string, outcome: string, seconds: number): void;
  eventHandled(outcome: 'done' | 'failed' | 'buried'): void;
  stepFailed(flow: string): void;
  webhookRefused(code: string): void;
  /** A message failed; `code` is one of the carrier's or ours, of which there are a few hundred. */
  messageFailed(code: string, failure: string): void;
  watch(name: string, help: string, read: () => number): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const voice = new Histogram({
    name: 'relevo_voice_webhook_seconds',
    help: 'Voice webhooks answered, by kind and outcome; "safe" is from memory.',
    labelNames: ['kind', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const carrier = new Histogram({
    name: 'relevo_carrier_request_seconds',
    help: 'Requests to the carrier, by operation and outcome.',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const events = new Counter({
    name: 'relevo_events_handled_total',
    help: 'Events of the log handled by the effects relay.',
    labelNames: ['outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'relevo_flow_step_failures_total',
    help: 'Bugs in steps of a flow, by release.',
    labelNames: ['flow'],
    registers,
  });
  const refused = new Counter({
    name: 'relevo_webhooks_refused_total',
    help: 'Webhooks of voice and messages that were refused, by error code.',
    labelNames: ['code'],
    registers,
  });
  const messages = new Counter({
    name: 'relevo_messages_failed_total',
    help: 'Messages that failed, by code and class; the class "unknown" is a code that the table does not have.',
    labelNames: ['code', 'class'],
    registers,
  });
  return {
    registry,
    voiceAnswered: (kind, outcome, seconds) => voice.labels(kind, outcome).observe(seconds),
    carrierAsked: (operation, outcome, seconds) => carrier.labels(operation, outcome).observe(seconds),
    eventHandled: (outcome) => events.labels(outcome).inc(),
    stepFailed: (flow) => failures.labels(flow).inc(),
    webhookRefused: (code) => refused.labels(code).inc(),
    messageFailed: (code, failure) => messages.labels(/^[A-Za-z0-9-]{1,30}$/.test(code) ? code : 'other', failure).inc(),
    watch(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
  };
}

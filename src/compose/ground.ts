import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { RandomBytes } from '../base/random.ts';
import type { Config } from '../config.ts';
import type { RefusedWebhooks } from '../http/refused-webhooks.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import type { Metrics } from './metrics.ts';

/** How a service may be started otherwise than by its settings: for tests and tools. */
export interface ServiceOptions {
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly log?: Logger;
  readonly flowsFolder?: string;
  /** The built pages. */
  readonly webFolder?: string;
  /** Takes the lines that are shown to whoever starts the service. */
  readonly banner?: (line: string) => void;
  /** How the carrier emulator behaves in time. */
  readonly emulator?: Partial<Pick<SandboxOptions, 'delays' | 'scheduler'>>;
  readonly messagesPerSecond?: number;
  /** How long one request to the carrier may take, ms: jobs wait for it, calls never do. 10,000 by default. */
  readonly carrierTimeoutMs?: number;
  /** Called once when the service can't go on: it is to be closed. */
  readonly lost?: (problem: Error) => void;
}

/** What every part of the service stands on. */
export interface Ground {
  readonly config: Config;
  readonly options: ServiceOptions;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly refused: RefusedWebhooks;
  readonly publicUrl: string;
  readonly agentDial: string;
  readonly whatsappFrom: string;
  readonly smsFrom: string | undefined;
  readonly flowsFolder: string;
  /** The built pages. */
  readonly webFolder: string;
  /** Of the service, as its API tells it. */
  readonly version: string;
}

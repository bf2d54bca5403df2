import type { Clock } from '../base/clock.ts';
import { type AppError, toAppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';

/** A webhook that was not taken, as a log line names it. */
export interface RefusedWebhook {
  readonly requestId: string;
  /** Without the query. */
  readonly path: string;
}

/** How often webhooks were refused in the last ten minutes, by this process. */
export interface RefusedCounts {
  /** No signature, or a wrong one: a wrong setting, or somebody who is not the carrier. */
  readonly unsigned: number;
  /** Not understood, broken off, or too large. */
  readonly malformed: number;
}

/** Where refused webhooks leave their trace. */
export interface RefusedWebhooks {
  /** True if what was thrown is a refusal; a failure of ours is told elsewhere. */
  note(thrown: unknown, webhook: RefusedWebhook): boolean;
  recent(): RefusedCounts;
}

const LINE_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;
const MINUTES = 10;

/** Writes at most one line a second and code, with how many were left out, and counts: anybody can send what is refused. */
export function createRefusedWebhooks(deps: {
  readonly log: Logger;
  readonly clock: Clock;
  readonly counted: (code: string) => void;
}): RefusedWebhooks {
  const lines = new Map<string, { writtenAtMs: number; suppressed: number }>();
  const minutes: { minute: number; unsigned: number; malformed: number }[] = [];

  function count({ code }: AppError): void {
    const minute = Math.floor(deps.clock.nowMs() / MINUTE_MS);
    if (minutes.at(-1)?.minute !== minute) minutes.push({ minute, unsigned: 0, malformed: 0 });
    if (minutes.length > MINUTES) minutes.shift();
    const now = minutes.at(-1);
    if (now) now[code.startsWith('signature-') ? 'unsigned' : 'malformed'] += 1;
  }

  function write({ code }: AppError, webhook: RefusedWebhook): void {
    const nowMs = deps.clock.nowMs();
    const before = lines.get(code);
    if (before && nowMs - before.writtenAtMs < LINE_EVERY_MS) {
      before.suppressed += 1;
      return;
    }
    lines.set(code, { writtenAtMs: nowMs, suppressed: 0 });
    deps.log.warn({ ...webhook, code, ...(before?.suppressed && { suppressed: before.suppressed }) }, 'a webhook was refused');
  }

  return {
    note(thrown, webhook) {
      const error = toAppError(thrown);
      if (error.status >= 500) return false;
      count(error);
      deps.counted(error.code);
      write(error, webhook);
      return true;
    },
    recent() {
      const oldest = Math.floor(deps.clock.nowMs() / MINUTE_MS) - MINUTES;
      const within = minutes.filter(({ minute }) => minute > oldest);
      const sum = (kind: 'unsigned' | 'malformed') => within.reduce((total, each) => total + each[kind], 0);
      return { unsigned: sum('unsigned'), malformed: sum('malformed') };
    },
  };
}

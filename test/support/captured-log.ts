import { createLogger, type Logger } from '../../src/base/log.ts';

/** A logger of the service whose lines stay in memory. */
export interface CapturedLog {
  readonly log: Logger;
  /** Everything written so far, as it would stand in the output. */
  text(): string;
  lines(): readonly LogLine[];
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: number; readonly msg: string };

export function captureLog(level = 'debug'): CapturedLog {
  const written: string[] = [];
  const log = createLogger(level, { write: (line) => written.push(line) });
  return { log, text: () => written.join(''), lines: () => written.map((line) => JSON.parse(line) as LogLine) };
}

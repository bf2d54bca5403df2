import { type Logger, pino } from 'pino';

/** Lines per subsystem. Personal data may stand only under a `pii` key, which is redacted here. */
export type { Logger };

export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['pii', '*.pii', '*.*.pii'], censor: '[hidden]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A logger that says nothing: for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });

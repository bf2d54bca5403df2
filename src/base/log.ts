import { type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';

/** Lines per subsystem. Personal data may stand only under a `pii` key, which is redacted here. */
export type { Logger };

export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['pii', '*.pii', '*.*.pii'], censor: '[hidden]' },
    serializers: { err: describeError },
  };
  return pino(options, destination ?? bufferedOutput());
}

/** Lines leave together, a quarter of a second late at most, and at the end of the process: one write each would cost more than the line. */
function bufferedOutput() {
  return pino.destination({ dest: 1, sync: false, minLength: 8192, periodicFlush: 250 });
}

/** A logger that says nothing: for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });

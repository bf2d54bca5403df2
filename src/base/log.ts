import { type DestinationStream, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';

/** Lines per subsystem. Personal data may stand only under a `pii` key, which is hidden here. */
export type { Logger };

export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: isoTime(),
    formatters: { log: (line: Fields) => hidePersonal(line) },
    // A serializer reaches what a child logger carries along as well.
    serializers: { err: describeError, pii: () => HIDDEN },
  };
  return pino(options, destination ?? bufferedOutput());
}

const WARN = 40;

/**
 * Lines leave together, a quarter of a second late at most, and at the end of the process: one write each would cost more
 * than the line. A warning or an error takes everything before it along at once: what matters most must not be lost.
 */
function bufferedOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, minLength: 65_536, maxWrite: 131_072, periodicFlush: 250 });
  return {
    // Has pino tell the level of each line in `lastLevel`.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line);
      if (this.lastLevel >= WARN) output.flush();
    },
  } as DestinationStream & { lastLevel: number };
}

/** The time of a line, in ISO 8601; the seconds are written out once a second. */
function isoTime(): () => string {
  let second = Number.NaN;
  let written = '';
  return () => {
    const nowMs = Date.now();
    const ms = nowMs % 1000;
    if (nowMs - ms !== second) {
      second = nowMs - ms;
      written = `,"time":"${new Date(second).toISOString().slice(0, -4)}`;
    }
    return `${written}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z"`;
  };
}

const HIDDEN = '[hidden]';

type Fields = Record<string, unknown>;

/** So deep below the line itself a `pii` key is looked for. */
const LOOKED_BELOW = 2;

/** The same fields, without what stands under a `pii` key of theirs or of the two levels below: most lines have none and are left as they are. */
function hidePersonal(fields: Fields, below = LOOKED_BELOW): Fields {
  let shown: Fields | undefined;
  for (const [key, value] of Object.entries(fields)) {
    const clean = key === 'pii' ? HIDDEN : hidesBelow(value, below) ? hidePersonal(value, below - 1) : value;
    if (clean === value) continue;
    shown ??= Array.isArray(fields) ? ([...fields] as unknown as Fields) : { ...fields };
    shown[key] = clean;
  }
  return shown ?? fields;
}

/** An error is described by its serializer, which takes nothing personal. */
function hidesBelow(value: unknown, below: number): value is Fields {
  return below > 0 && typeof value === 'object' && value !== null && !(value instanceof Error);
}

/** A logger that says nothing: for tests and tools. */
export const silentLogger: Logger = pino({ level: 'silent' });

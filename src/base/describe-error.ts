/** What a log line tells of an error: nothing that came with it from outside. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  /** The frames alone: the message stands above, shortened. */
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_MESSAGE = 300;
const MAX_CAUSES = 5;
/** Telephone numbers, and keys long enough to be one; ids keep their letters and stay whole. */
const NUMBERS = /(?<![\w-])\+?\d{7,15}(?![\w-])/g;
/** A parser quotes what it could not read, which is somebody's text. */
const QUOTED_INPUT = /"[\s\S]*" is not valid JSON/;

/**
 * An error as it may stand in the log. Only its kind, its code, the first line of its message without numbers, and its
 * frames: clients hang whole commands and requests on their errors, with everything that is personal in them.
 */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: typeof thrown === 'string' ? shown(thrown) : '' };
  const { code } = thrown as { code?: unknown };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const hasCause = thrown.cause !== undefined && depth < MAX_CAUSES;
  return {
    type: thrown.name,
    message: shown(thrown.message),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(frames.length > 0 && { stack: frames.join('\n') }),
    ...(hasCause && { cause: describeError(thrown.cause, depth + 1) }),
  };
}

function shown(message: string): string {
  const [line = ''] = message.replace(QUOTED_INPUT, 'this is not valid JSON').split('\n', 1);
  return line.replace(NUMBERS, '[number]').slice(0, MAX_MESSAGE);
}

import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.ts';

/** The one error we throw on purpose: a bug, a broken outside world, or input that an edge refuses. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** May the message be shown to whoever asked? */
  readonly safe: boolean;
  readonly details: unknown;

  constructor(code: ErrorCode, message?: string, options: { cause?: unknown; details?: unknown } = {}) {
    const entry = ERROR_CATALOGUE[code];
    super(message ?? entry.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = entry.status;
    this.safe = entry.status < 500;
    this.details = options.details;
  }
}

/** Anything that was thrown, as an AppError; what is not ours becomes `internal` and keeps the cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('internal', undefined, { cause: thrown });
}

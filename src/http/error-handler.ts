import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, toAppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { ApiError } from './contract/api-error.ts';
import { requestIdOf } from './request-id.ts';

/** What Express and its body readers throw carries a status; those of the caller's making become ours. */
function translate(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { status, type } = (thrown ?? {}) as { status?: unknown; type?: unknown };
  if (type === 'entity.too.large') return new AppError('body-too-large');
  if (status === 404) return new AppError('not-found');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const message = type === 'entity.parse.failed' ? 'is no valid JSON' : 'could not be read';
    return new AppError('body-invalid', undefined, { cause: thrown, details: [{ path: 'body', message }] });
  }
  return toAppError(thrown);
}

function answerOf(error: AppError): ApiError {
  const { code, message, details } = error;
  if (!error.safe) return { error: { code, message: new AppError(code).message } };
  return { error: { code, message, ...(details !== undefined && { details }) } };
}

/** The end of the road for an address that nobody answers. */
export const answerNotFound: RequestHandler = () => {
  throw new AppError('not-found');
};

/** A request as a log line names it. */
export interface FailedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
}

/** Answers whatever was thrown as `{"error":{code,message,details?}}`; what is our fault is logged, and hides its cause. */
export function answerError(log: Logger, thrown: unknown, request: FailedRequest, res: ServerResponse): void {
  const error = translate(thrown);
  if (error.status >= 500) log.error({ ...request, code: error.code, err: thrown }, 'a request failed');
  if (res.headersSent) return void res.destroy();
  const { retryAfterSeconds } = (error.details ?? {}) as { retryAfterSeconds?: number };
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
  if (error.status === 503) res.setHeader('Retry-After', '2');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.statusCode = error.status;
  res.end(JSON.stringify(answerOf(error)));
}

/** The end of Express's road: the same for every route. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (thrown, req, res, _next) => answerError(log, thrown, { requestId: requestIdOf(res), method: req.method, path: req.path }, res);
}

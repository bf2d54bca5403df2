import type { NextFunction, Request, Response } from 'express';
import { errorText } from './error-texts.ts';

/** A refusal of the REST API in the carrier's own shape. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message?: string) {
    super(message ?? errorText(code));
    this.status = status;
    this.code = code;
  }
}

/** Writes `{code,message,more_info,status}`. Source: https://www.twilio.com/docs/usage/twilios-response */
export function sendRestError(response: Response, error: RestError): void {
  const { status, code, message } = error;
  response.status(status).json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

/** The last handler of the REST API. */
export function answerRestError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) next(error);
  else sendRestError(response, asRestError(error));
}

function asRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  const status = typeof error === 'object' && error !== null && 'status' in error && error.status === 400 ? 400 : 500;
  return new RestError(status, status === 400 ? 20001 : 20500);
}

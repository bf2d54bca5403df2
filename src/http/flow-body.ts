import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { AppError } from '../base/errors.ts';
import { MAX_SOURCE_BYTES } from '../flows/studio/draft.ts';

/** A flow and its cases, and what JSON adds to texts inside texts. */
const LIMIT = 2 * MAX_SOURCE_BYTES + MAX_SOURCE_BYTES / 2;

/** Reads the bodies that carry whole flows: larger than any other. Throws `draft-too-large`. */
export function readFlowBody(): (RequestHandler | ErrorRequestHandler)[] {
  const tooLarge: ErrorRequestHandler = (thrown: { readonly type?: unknown } | undefined, _req, _res, next) =>
    next(thrown?.type === 'entity.too.large' ? new AppError('draft-too-large') : thrown);
  return [express.json({ limit: LIMIT }), tooLarge];
}

import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { ErrorCode } from '../base/error-catalogue.ts';
import { AppError } from '../base/errors.ts';
import { MAX_SOURCE_BYTES } from '../flows/studio/draft.ts';
import { TABLE_LIMITS } from '../flows/tables/table.ts';

/** A flow and its cases, and what JSON adds to texts inside texts. */
const LIMIT = 2 * MAX_SOURCE_BYTES + MAX_SOURCE_BYTES / 2;

/** Reads the bodies that carry whole flows: larger than any other. Throws `draft-too-large`. */
export function readFlowBody(): (RequestHandler | ErrorRequestHandler)[] {
  return reader(LIMIT, 'draft-too-large');
}

/** Reads the bodies that carry whole tables. Throws `table-too-large`. */
export function readTableBody(): (RequestHandler | ErrorRequestHandler)[] {
  return reader(4 * TABLE_LIMITS.bytes, 'table-too-large');
}

function reader(limit: number, code: ErrorCode): (RequestHandler | ErrorRequestHandler)[] {
  const tooLarge: ErrorRequestHandler = (thrown: { readonly type?: unknown } | undefined, _req, _res, next) =>
    next(thrown?.type === 'entity.too.large' ? new AppError(code) : thrown);
  return [express.json({ limit }), tooLarge];
}

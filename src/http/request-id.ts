import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const SAFE = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives every request an id, answered as X-Request-Id; a caller's own is taken only if it is harmless in a log line. */
export function createRequestId(): RequestHandler {
  return (req, res, next) => {
    const given = req.headers['x-request-id'];
    const id = typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
    res.locals.requestId = id;
    res.setHeader('X-Request-Id', id);
    next();
  };
}

/** The id of the request that is being answered; '' outside the middleware. */
export function requestIdOf(res: Response): string {
  return (res.locals.requestId as string | undefined) ?? '';
}

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler, Response } from 'express';

const SAFE = /^[A-Za-z0-9._-]{8,64}$/;

/** The id of a request: the caller's own if it is harmless in a log line, a new one otherwise. */
export function requestIdFrom(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
}

/** Gives every request an id, answered as X-Request-Id. */
export function createRequestId(): RequestHandler {
  return (req, res, next) => {
    const id = requestIdFrom(req.headers);
    res.locals.requestId = id;
    res.setHeader('X-Request-Id', id);
    next();
  };
}

/** The id of the request that is being answered; '' outside the middleware. */
export function requestIdOf(res: Response): string {
  return (res.locals.requestId as string | undefined) ?? '';
}

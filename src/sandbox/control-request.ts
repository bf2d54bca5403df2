import type { Request, Response } from 'express';
import type { z } from 'zod';
import { AppError } from '../base/errors.ts';

/** The body of a request to the control API. Throws AppError `body-invalid` with every problem. */
export function read<T>(schema: z.ZodType<T>, request: Request): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw new AppError('body-invalid', undefined, {
    details: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  });
}

/** Does it, and answers 204. */
export function done(response: Response, act: () => void): void {
  act();
  response.status(204).end();
}

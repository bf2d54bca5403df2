import type { IRouter, Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { auditOf } from './audit-trail.ts';
import type { FieldProblem } from './contract/api-error.ts';
import type { ApiRoute } from './contract/routes/route.ts';

type Taken<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType } ? z.output<S> : undefined;
type Answered<R> = R extends { readonly response: infer S extends z.ZodType } ? z.input<S> : undefined;

/** A request that has passed its schemas. */
export interface RouteInput<R extends ApiRoute> {
  readonly params: Taken<R, 'params'>;
  readonly query: Taken<R, 'query'>;
  readonly body: Taken<R, 'body'>;
  readonly req: Request;
  readonly res: Response;
}

function problemsOf(part: string, error: z.ZodError): FieldProblem[] {
  return error.issues.map(({ path, message }) => ({ path: [part, ...path.map(String)].join('.'), message }));
}

function parsePart(part: string, schema: z.ZodType | undefined, given: unknown, problems: FieldProblem[]): unknown {
  if (!schema) return undefined;
  if (part === 'body' && given === undefined) {
    problems.push({ path: 'body', message: 'is missing: send JSON with Content-Type: application/json' });
    return undefined;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  problems.push(...problemsOf(part, parsed.error));
  return undefined;
}

function parseRequest(route: ApiRoute, req: Request) {
  const problems: FieldProblem[] = [];
  const input = {
    params: parsePart('params', route.params, req.params, problems),
    query: parsePart('query', route.query, req.query, problems),
    body: parsePart('body', route.body, req.body, problems),
  };
  if (problems.length > 0) throw new AppError('body-invalid', undefined, { details: problems });
  return input;
}

/**
 * Puts a route of the contract on a router: its input is checked against the contract before the handler sees it
 * (`body-invalid`, with every problem), and what it answers is cut to the contract, so that nothing else leaks out.
 */
export function mountRoute<const R extends ApiRoute>(
  router: IRouter,
  route: R,
  handle: (input: RouteInput<R>) => Promise<Answered<R>> | Answered<R>,
): void {
  router[route.method](route.path, async (req, res) => {
    const input = parseRequest(route, req) as Pick<RouteInput<R>, 'params' | 'query' | 'body'>;
    const work = () => handle({ ...input, req, res });
    const answer = await (route.audit ? auditOf(res).around(req, res, route.audit, input, work) : work());
    res.setHeader('Cache-Control', 'no-store');
    if (!route.response) return void res.status(204).end();
    res.status(route.status ?? 200).json(z.parse(route.response, answer));
  });
}

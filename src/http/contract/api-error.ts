import { z } from 'zod';

/** What is wrong with one field of a request. */
export const FieldProblem = z
  .object({
    path: z.string().describe('Where: `body.username`, `query.limit`.'),
    message: z.string().describe('What is wrong and what is expected.'),
  })
  .meta({ id: 'FieldProblem' });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** How every refusal looks. The codes are those of docs/errors.md. */
export const ApiError = z
  .object({ error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }) })
  .meta({ id: 'ApiError' });
export type ApiError = z.infer<typeof ApiError>;

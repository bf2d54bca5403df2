import { z } from 'zod';
import { Flow } from '../../flows/flow.ts';

/** A problem found by the linter. */
export const FlowProblem = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    side: z.enum(['call', 'chat', 'flow', 'template']).optional(),
    step: z.string().optional(),
    path: z.string().optional(),
    message: z.string(),
    line: z.number().optional().describe('In the text of the file, from 1, when it is known.'),
    column: z.number().optional(),
  })
  .meta({ id: 'FlowProblem' });
export type FlowProblem = z.infer<typeof FlowProblem>;

/** `serving`: calls run on it. `refused`: the newest file has errors; the release named keeps serving, if there is one. */
/** `draft`: nothing serves yet, it is only edited. */
export const FlowState = z.enum(['serving', 'refused', 'draft']).meta({ id: 'FlowState' });

export const ScheduledRelease = z
  .object({
    draftRevision: z.number(),
    note: z.string(),
    makeLive: z.boolean(),
    publishAtMs: z.number(),
    by: z.object({ userId: z.string(), name: z.string() }),
    approval: z
      .object({ by: z.object({ userId: z.string(), name: z.string() }), atMs: z.number(), words: z.string().optional() })
      .optional()
      .describe('The second person who looked at it, where one was asked.'),
    refused: z
      .object({ atMs: z.number(), problems: z.array(z.string()) })
      .optional()
      .describe('It was tried at its time and not published: why.'),
  })
  .meta({ id: 'ScheduledRelease' });
export type ScheduledRelease = z.infer<typeof ScheduledRelease>;

export const FlowSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    state: FlowState,
    release: z.number().optional().describe('The number of the release that serves.'),
    publishedAtMs: z.number().optional(),
    languages: z.array(z.string()),
    steps: z.object({ call: z.number(), chat: z.number() }),
    errors: z.number(),
    warnings: z.number(),
    numbers: z.array(z.string()).describe('Entry numbers assigned to it, E.164.'),
    newest: z.number().optional().describe('The number of its newest release.'),
    aliases: z
      .array(z.object({ name: z.string(), release: z.number().optional() }))
      .default([])
      .describe('What its aliases point at, live first.'),
    draft: z
      .object({ revision: z.number(), savedBy: z.object({ userId: z.string(), name: z.string() }), savedAtMs: z.number() })
      .optional()
      .describe('What was edited and not published yet.'),
    scheduled: ScheduledRelease.optional().describe('What is to be published later, or was refused at its time.'),
    waiting: z.number().optional().describe('How many requests of it wait for a second person.'),
    liveCalls: z.number().optional().describe('Calls under way in it, whichever release they began with.'),
  })
  .meta({ id: 'FlowSummary' });
export type FlowSummary = z.infer<typeof FlowSummary>;

/** How much of a flow its recorded cases walk through. */
export const FlowCoverage = z
  .object({
    steps: z.object({ covered: z.number(), total: z.number() }),
    exits: z.object({ covered: z.number(), total: z.number() }),
    missed: z.array(z.string()),
  })
  .meta({ id: 'FlowCoverage' });

export const FlowDetail = FlowSummary.extend({
  flow: Flow.optional().describe('The flow that serves; absent when no release has ever been good.'),
  problems: z.array(FlowProblem),
  coverage: FlowCoverage.optional(),
}).meta({ id: 'FlowDetail' });
export type FlowDetail = z.infer<typeof FlowDetail>;

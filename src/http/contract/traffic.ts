import { z } from 'zod';

const Side = z.enum(['call', 'chat']);

export const TrafficQuery = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7).describe('How many days back to count, up to now.'),
  release: z.coerce.number().int().min(1).optional().describe('Only those who went through this release; absent: all.'),
});

/** How people went through a flow. Figures only: nobody can be told from them. */
export const FlowTraffic = z
  .object({
    flowId: z.string(),
    release: z.number().optional(),
    fromMs: z.number(),
    toMs: z.number(),
    calls: z.number(),
    chats: z.number().describe('With the bot.'),
    steps: z.array(
      z.object({
        side: Side,
        step: z.string().describe('As the flow runs: a step of a part stands as run-step/step.'),
        entered: z.number(),
        hungUp: z.number().describe('Calls that ended here while the flow waited for the caller, and nobody had answered.'),
      }),
    ),
    moves: z.array(
      z
        .object({
          side: Side,
          from: z.string(),
          to: z.string(),
          exit: z
            .string()
            .optional()
            .describe(
              'The exit that was taken, such as `key 1`; empty: by none of its own (back, asking for a person); absent: the log does not say.',
            ),
          count: z.number(),
        })
        .describe('From a step to the next, by one exit.'),
    ),
  })
  .meta({ id: 'FlowTraffic' });

import { z } from 'zod';

const Verdict = z
  .enum(['ready', 'attention', 'blocked'])
  .meta({ id: 'ReadinessVerdict' })
  .describe('blocked: callers would be promised what can’t be kept. attention: it works, but not for everybody or not for long.');

const Words = z.object({ en: z.string(), es: z.string() });

/** Can the offers of a flow be kept, as things stand? Computed when it is asked for. */
export const FlowReadiness = z
  .object({
    flowId: z.string(),
    release: z.number(),
    verdict: Verdict,
    offers: z.boolean().describe('False: the flow offers nothing, and nothing was looked at.'),
    items: z.array(
      z.object({
        id: z.string(),
        name: Words,
        verdict: Verdict,
        findings: z.array(z.object({ verdict: Verdict, words: Words })),
      }),
    ),
  })
  .meta({ id: 'FlowReadiness' });
export type FlowReadiness = z.infer<typeof FlowReadiness>;

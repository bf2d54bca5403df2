import { z } from 'zod';
import { ENTRY_NUMBER } from '../../flows/number-assignments.ts';
import { ALIAS_NAME, LIVE } from '../../flows/studio/alias.ts';

export const EntryNumber = z
  .object({
    number: z.string().describe('E.164, ours.'),
    flowId: z.string(),
    alias: z.string().default(LIVE).describe('Of the flow: live, pilot, …'),
    assigned: z.boolean().describe('False: it has no flow of its own and gets the default one.'),
  })
  .meta({ id: 'EntryNumber' });

/** One of our numbers in an address: `+` may be written as it is or as %2B. */
export const NumberParam = z.object({
  number: z.string().regex(ENTRY_NUMBER, 'must be a number in E.164, such as +34911222333').describe('E.164, ours.'),
});

/** Which flow answers a number from now on. */
export const NumberAssignment = z
  .object({
    flowId: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a flow, such as support'),
    alias: z.string().regex(ALIAS_NAME, 'must be the name of an alias, such as pilot').optional().describe('live, if absent.'),
    despite: z
      .string()
      .trim()
      .min(3)
      .max(300)
      .optional()
      .describe(
        'Why it is to answer although its offers can’t be kept as things stand; noted in the audit trail. Without it that is refused.',
      ),
  })
  .meta({ id: 'NumberAssignment' });

export const TemplateState = z
  .object({
    name: z.string(),
    language: z.string(),
    category: z.string(),
    status: z.string().describe('As the carrier says: approved, pending, rejected, paused, disabled, unsubmitted; or unknown.'),
    usable: z.boolean().describe('May it be sent?'),
    reason: z.string().optional(),
    held: z
      .object({ code: z.string(), untilMs: z.number() })
      .optional()
      .describe('The carrier refused it with this code: it is left alone until then.'),
    providerTemplateId: z.string().optional(),
    body: z.string().optional(),
  })
  .meta({ id: 'TemplateState' });

export const AgentState = z
  .object({
    userId: z.string(),
    name: z.string(),
    status: z.enum(['available', 'away', 'offline']),
    teams: z.array(z.string()),
    skills: z.array(z.string()),
    languages: z.array(z.string()),
    capacity: z.number(),
    load: z.number(),
  })
  .meta({ id: 'AgentState' });

export const HealthCheck = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    detail: z.string().describe('What was seen, and what to do when it is not well; in English.'),
    values: z.record(z.string(), z.string()).optional().describe('What the detail names, for wording it in another language.'),
  })
  .meta({ id: 'HealthCheck' });
export type HealthCheck = z.infer<typeof HealthCheck>;

/** What an administrator set up and how it is doing. */
export const Settings = z
  .object({
    environment: z.enum(['sandbox', 'live']),
    publicUrl: z.string(),
    whatsappSender: z.string().optional(),
    smsSender: z.string().optional(),
    agentDial: z.string().optional(),
    defaultFlow: z.string(),
    numbers: z.array(EntryNumber),
    webhooks: z.array(z.object({ purpose: z.string(), url: z.string() })).describe('What to set at the carrier.'),
    templates: z.array(TemplateState),
    agents: z.array(AgentState),
    health: z.array(HealthCheck),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

/** Can it take calls? Names what is missing. */
export const Readiness = z
  .object({
    ready: z.boolean(),
    missing: z.array(z.string()),
    checks: z.array(HealthCheck).optional().describe('For administrators only.'),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;

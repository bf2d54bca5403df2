import { z } from 'zod';
import { Calendar } from '../../flows/calendar.ts';
import { Part } from '../../flows/flow.ts';
import { TableShape } from '../../flows/tables/table.ts';
import { Template } from '../../flows/template.ts';
import { FlowProblem } from './flows.ts';

export const FLOW_ID = /^[a-z][a-z0-9-]{0,39}$/;

/** Who changed something in the studio. */
export const Editor = z.object({ userId: z.string(), name: z.string() }).meta({ id: 'Editor' });

const JsonObject = z.record(z.string(), z.unknown());
const Written = z
  .union([JsonObject, z.string()])
  .describe('The JSON object, which is kept in the form of the files in flows/; or the text of a file, which is kept byte for byte.');

/** What is edited of a flow. It may be wrong: then `problems` say how. */
export const FlowDraft = z
  .object({
    flowId: z.string(),
    revision: z.number().describe('Counts every change; 0: there never was a draft. To be given back as `baseRevision`.'),
    basedOn: z.number().optional().describe('The release that it was begun from.'),
    changed: z.boolean().describe('False: there is no draft, this is the newest release.'),
    flow: JsonObject.describe('As in flows/<id>.flow.json, the order of the keys included.'),
    cases: JsonObject.optional().describe('As in flows/<id>.cases.json.'),
    savedBy: Editor.optional(),
    savedAtMs: z.number().optional(),
    problems: z.array(FlowProblem),
  })
  .meta({ id: 'FlowDraft' });
export type FlowDraft = z.infer<typeof FlowDraft>;

export const DraftChange = z
  .object({
    baseRevision: z.int().min(0).describe('The revision that was edited.'),
    flow: Written,
    cases: Written.nullable().optional().describe('Absent: they stay as they are. null: there are none any more.'),
  })
  .meta({ id: 'DraftChange' });

export const SavedDraft = z
  .object({ revision: z.number(), savedAtMs: z.number(), problems: z.array(FlowProblem) })
  .meta({ id: 'SavedDraft' });

/** The texts of a flow’s files. */
export const FlowFiles = z
  .object({
    flowId: z.string(),
    revision: z.number().describe('Of the draft, when they were read.'),
    release: z.number().optional().describe('The release that they are, or that the draft was begun from.'),
    changed: z.boolean().describe('True: they are of a draft.'),
    flow: z.string(),
    cases: z.string().optional(),
  })
  .meta({ id: 'FlowFiles' });
export type FlowFiles = z.infer<typeof FlowFiles>;

export const FlowFilesQuery = z.object({
  of: z
    .union([z.literal('draft'), z.coerce.number().int().min(1)])
    .default('draft')
    .describe('draft, which is the newest release where there is none, or the number of a release.'),
});

const NewFlowId = z
  .string()
  .regex(FLOW_ID, 'must begin with a letter and have small letters, digits and hyphens only, at most 40')
  .refine((id) => id !== 'library', 'is taken by the service itself');

export const NewFlow = z
  .union([
    z.object({
      id: NewFlowId,
      name: z.string().trim().min(1).max(80),
      business: z.string().trim().min(1).max(60).optional().describe('As callers hear it; the name of the flow, if absent.'),
      languages: z
        .array(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language tag, such as es'))
        .min(1)
        .max(10)
        .optional()
        .describe('The first is the default; those of what is copied, or es and en.'),
      from: z
        .string()
        .regex(FLOW_ID)
        .optional()
        .describe('The flow that is copied. Absent: the smallest one that answers a call and a chat.'),
    }),
    z.object({ id: NewFlowId, flow: Written, cases: Written.optional() }).describe('The content of its files.'),
  ])
  .meta({ id: 'NewFlow' });

/** What the linter needs beside a flow, so that it finds the same in the browser. */
export const StudioLibrary = z
  .object({
    templates: z.array(Template),
    refusedTemplates: z.array(z.string()).describe('Names of templates whose files have errors.'),
    calendars: z.record(z.string(), Calendar),
    parts: z.record(z.string(), Part),
    recordings: z.record(z.string(), z.enum(['wav', 'mp3', 'other'])).describe('By address, such as /audio/es/welcome.wav.'),
    tables: z.record(z.string(), TableShape).describe('The tables that are kept: their columns and keys.'),
    media: z.array(z.object({ name: z.string(), bytes: z.number() })),
    teams: z.array(z.string()).describe('Those that flows in service assign to, and those of users.'),
    flows: z.array(z.object({ id: z.string(), name: z.string() })).describe('What a new flow can be copied from.'),
  })
  .meta({ id: 'StudioLibrary' });

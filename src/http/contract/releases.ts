import { z } from 'zod';
import { ALIAS_NAME } from '../../flows/studio/alias.ts';
import { GATE_STEPS } from '../../flows/studio/gate-steps.ts';
import { AloneReason, Despite } from './approvals.ts';
import { Editor, FLOW_ID } from './drafts.ts';
import { FlowProblem } from './flows.ts';
import { FlowReadiness } from './readiness.ts';

const Ratio = z.object({ covered: z.number(), total: z.number() });

/** One publication of a flow, which never changes. */
export const FlowRelease = z
  .object({
    flowId: z.string(),
    number: z.number().describe('1 for the first; without gaps.'),
    publishedAtMs: z.number(),
    author: z.string().describe('User id; file: it was found in the flows folder at start.'),
    authorName: z.string().optional(),
    note: z.string().optional(),
    basedOn: z.number().optional().describe('The release that was edited to become this one.'),
    warnings: z.number().describe('Those it had when it was published.'),
    cases: z
      .object({ played: z.number(), steps: Ratio, exits: Ratio })
      .optional()
      .describe('Its recorded conversations, which all passed, when it was published; absent: none were played.'),
    aliases: z.array(z.string()).describe('Those that point at it now.'),
    editors: z.array(Editor).optional().describe('Everybody who saved the draft that it was.'),
    approval: z
      .object({ askedBy: Editor, note: z.string(), by: Editor, atMs: z.number(), words: z.string().optional() })
      .optional()
      .describe('The second person who looked at it, where one was asked.'),
    alone: z.string().optional().describe('Why an administrator did without a second person.'),
    scheduledForMs: z.number().optional().describe('The time that was set for it; published later than that, the service was not there.'),
    despite: z.string().optional().describe('Why callers were to hear it although its offers could not be kept.'),
    fromFiles: z.boolean().optional().describe('True: it was pushed from files.'),
  })
  .meta({ id: 'FlowRelease' });
export type FlowRelease = z.infer<typeof FlowRelease>;

export const FlowReleaseDetail = FlowRelease.extend({
  flow: z.record(z.string(), z.unknown()).describe('As it was written.'),
  problems: z.array(FlowProblem).describe('The warnings it had when it was published.'),
}).meta({ id: 'FlowReleaseDetail' });

export const ReleaseParam = z.object({
  id: z.string().regex(FLOW_ID, 'must be the id of a flow, such as support'),
  number: z.coerce.number().int().min(1),
});

const Note = z.string().trim().max(500);

export const NewRelease = z
  .object({
    draftRevision: z.int().min(0).describe('The revision of the draft that is meant; a newer one is not published unseen.'),
    note: Note.min(1).describe('What changed and why, for those who look back.'),
    makeLive: z.boolean().default(false).describe('Have live point at it at once.'),
    despite: Despite,
    fromFiles: z.literal(true).optional().describe('It is pushed from files: those who push again need not look at it first.'),
  })
  .meta({ id: 'NewRelease' });

export const LoneRelease = NewRelease.extend({ alone: AloneReason }).meta({ id: 'LoneRelease' });

/** What is looked at before a flow is published, in order. */
export const GateStep = z
  .object({
    step: z.enum(GATE_STEPS),
    ok: z.boolean().optional().describe('Absent: not looked at, since what comes before it failed.'),
    problems: z.array(FlowProblem),
  })
  .meta({ id: 'GateStep' });
export type GateStep = z.infer<typeof GateStep>;

export const GateVerdict = z
  .object({
    ok: z.boolean(),
    steps: z.array(GateStep),
    secondPerson: z.boolean().optional().describe('True: you edited it, so that somebody else has to look at it before it is published.'),
    readiness: FlowReadiness.omit({ release: true })
      .optional()
      .describe('Where live would promise callers what it does not promise yet: can that be kept, as things stand?'),
  })
  .meta({ id: 'GateVerdict' });
export type GateVerdict = z.infer<typeof GateVerdict>;

export const GateQuestion = z
  .object({ draftRevision: z.int().min(0).optional().describe('Only if the draft is at this revision.') })
  .meta({ id: 'GateQuestion' });

/** A release by its number, or the draft. */
const State = z.union([z.literal('draft'), z.coerce.number().int().min(1)]);
export const DiffQuery = z.object({ from: State.describe('The number of a release, or draft.'), to: State.default('draft') });

const changePlace = { side: z.enum(['call', 'chat']).optional(), step: z.string().optional() };
export const FlowChange = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.enum(['step-added', 'step-removed']), ...changePlace, type: z.string() }),
    z.object({ kind: z.literal('step-renamed'), ...changePlace, from: z.string() }),
    z.object({
      kind: z.literal('wording'),
      ...changePlace,
      path: z.string(),
      language: z.string(),
      before: z.string().optional(),
      after: z.string().optional(),
    }),
    z.object({ kind: z.literal('exit'), ...changePlace, exit: z.string(), before: z.string().optional(), after: z.string().optional() }),
    z.object({
      kind: z.literal('setting'),
      ...changePlace,
      path: z.string(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ])
  .meta({ id: 'FlowChange' });
export type FlowChange = z.infer<typeof FlowChange>;

export const FlowDiff = z
  .object({
    changes: z.array(FlowChange.and(z.object({ words: z.string().describe('In English.') }))),
    boxes: z.record(z.string(), z.enum(['added', 'changed', 'removed', 'moved'])).describe('By box, as call/greeting.'),
  })
  .meta({ id: 'FlowDiff' });

export const AliasParam = z.object({
  id: z.string().regex(FLOW_ID, 'must be the id of a flow, such as support'),
  alias: z.string().regex(ALIAS_NAME, 'must be the name of an alias, such as pilot'),
});

/** What an alias of a flow points at. */
export const FlowAlias = z
  .object({
    name: z.string(),
    release: z.number().optional().describe('Absent: none; nobody is served by it.'),
    previous: z.number().optional().describe('Where it pointed before: the way back.'),
    movedBy: Editor.optional(),
    movedAtMs: z.number().optional(),
    note: z.string().optional(),
    numbers: z.array(z.string()).describe('Ours, E.164, that it answers.'),
  })
  .meta({ id: 'FlowAlias' });
export type FlowAlias = z.infer<typeof FlowAlias>;

export const FlowAliases = z
  .object({
    aliases: z.array(FlowAlias).describe('live first.'),
    moves: z
      .array(
        z.object({
          alias: z.string(),
          from: z.number().optional(),
          to: z.number().optional().describe('Absent: it was taken away.'),
          atMs: z.number(),
          by: Editor,
          note: z.string().optional(),
          approvedBy: Editor.optional().describe('The second person, where one was asked.'),
          alone: z.string().optional(),
          despite: z.string().optional(),
        }),
      )
      .describe('Newest first.'),
  })
  .meta({ id: 'FlowAliases' });

export const AliasMove = z
  .object({
    release: z.int().min(1),
    expected: z.int().min(1).optional().describe('The release that you have seen there: if it is another by now, nothing moves.'),
    note: Note.optional(),
    despite: Despite,
  })
  .meta({ id: 'AliasMove' });

export const LoneAliasMove = AliasMove.extend({ alone: AloneReason }).meta({ id: 'LoneAliasMove' });

export const AliasReturn = AliasMove.omit({ release: true, despite: true }).meta({ id: 'AliasReturn' });

export const RestoreRelease = z
  .object({ baseRevision: z.int().min(0).describe('The revision of the draft that is replaced, as you have seen it.') })
  .meta({ id: 'RestoreRelease' });

/** A draft that becomes a release at a time. */
export const ReleaseSchedule = NewRelease.extend({ publishAtMs: z.int().describe('When.') }).meta({ id: 'ReleaseSchedule' });

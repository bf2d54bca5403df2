import { z } from 'zod';
import { ALIAS_NAME } from '../../flows/studio/alias.ts';
import { VERDICTS } from '../../flows/studio/approval.ts';
import { Editor, FLOW_ID } from './drafts.ts';

const Reason = z.string().trim().min(3).max(500);
const Note = z.string().trim().min(1).max(500);

export const Despite = z
  .string()
  .trim()
  .min(3)
  .max(300)
  .optional()
  .describe('Why callers are to hear it although its offers can’t be kept as things stand. Without it that is refused.');

/** Whether callers hear only what two people have looked at. */
export const StudioSettings = z
  .object({
    secondPerson: z
      .boolean()
      .describe('Who edited a draft since the last release can’t publish it alone: somebody else who may publish has to approve it.'),
  })
  .meta({ id: 'StudioSettings' });

const Publish = z.object({
  kind: z.literal('publish'),
  draftRevision: z.int().min(0).describe('The revision that is meant: an approval is for exactly that.'),
  makeLive: z.boolean().default(false).describe('Have live point at it.'),
  publishAtMs: z.int().optional().describe('When; absent: as soon as it is approved.'),
  despite: Despite,
  fromFiles: z.literal(true).optional().describe('It was pushed from files.'),
});
const Move = z.object({
  kind: z.literal('move'),
  alias: z.string().regex(ALIAS_NAME, 'must be the name of an alias, such as pilot'),
  release: z.int().min(1),
  despite: Despite,
});

/** What somebody else is asked to look at. */
export const NewApproval = z
  .object({
    asked: z.discriminatedUnion('kind', [Publish, Move]),
    note: Note.describe('What changed and why: of the release that it becomes, too.'),
  })
  .meta({ id: 'NewApproval' });

export const ApprovalRequest = z
  .object({
    id: z.string(),
    flowId: z.string(),
    asked: z.discriminatedUnion('kind', [
      Publish,
      Move,
      z.object({ kind: z.literal('afterwards'), release: z.number(), alias: z.string().optional() }),
    ]),
    note: z.string().describe('Of what was done alone: why.'),
    by: Editor,
    atMs: z.number(),
    editors: z.array(Editor).describe('Everybody who had a hand in it.'),
    void: z
      .boolean()
      .optional()
      .describe('True: what was asked for is not there any more as it was, such as a draft that was edited since.'),
    mine: z.boolean().optional().describe('True: you asked, or your key did; somebody else has to look.'),
    verdict: z.enum(VERDICTS).optional().describe('Absent: it waits.'),
    settledBy: Editor.optional(),
    settledAtMs: z.number().optional(),
    words: z.string().optional(),
    release: z.number().optional().describe('What it became.'),
  })
  .meta({ id: 'ApprovalRequest' });
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

export const ApprovalParam = z.object({
  id: z.string().regex(FLOW_ID, 'must be the id of a flow, such as support'),
  approval: z.string().regex(/^a_[0-9A-Za-z]{12}$/, 'must be the id of a request'),
});

export const ApprovalYes = z.object({ words: z.string().trim().max(500).optional() }).meta({ id: 'ApprovalYes' });
export const ApprovalNo = z.object({ words: Note.describe('What is to be mended.') }).meta({ id: 'ApprovalNo' });

export const AloneReason = Reason.describe('Why nobody else can be asked. It is an alarm until somebody else has looked at it.');

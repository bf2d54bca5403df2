import { z } from 'zod';
import { Editor, FLOW_ID } from './drafts.ts';

/**
 * The WebSocket of the studio, `/ws/flows`: text frames of JSON, both ways. A page joins one draft and is told who else has it
 * open, and whenever it is saved, reverted or published, whichever instance did that. Each command has an `id` and gets exactly
 * one `ack`. Nothing is edited through it: that is `PUT /api/flows/:id/draft`.
 */
export const DRAFT_SOCKET_PATH = '/ws/flows';

const command = { id: z.string().min(1).max(64) };
const Step = z.string().max(120).describe('The step, such as call/menu.');

export const DraftCommand = z.discriminatedUnion('type', [
  /** Another draft is left by it. */
  z.object({ type: z.literal('join'), ...command, flowId: z.string().regex(FLOW_ID) }),
  /** Which step is selected; absent: none. */
  z.object({ type: z.literal('select'), ...command, step: Step.optional() }),
  z.object({ type: z.literal('leave'), ...command }),
  /** Every 15 s, so that a dead connection is noticed on both sides. */
  z.object({ type: z.literal('heartbeat'), ...command }),
]);
export type DraftCommand = z.infer<typeof DraftCommand>;
/** Without the id: what a caller of the page's socket client writes. */
export type DraftCommandBody = DraftCommand extends infer C ? (C extends DraftCommand ? Omit<C, 'id'> : never) : never;

export const DraftFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ack'),
    id: z.string(),
    ok: z.boolean(),
    /** After `join`: the revision of the draft now. */
    revision: z.number().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
  /** Everybody who has the draft open, in the order of their coming; this page is `me`. */
  z.object({
    type: z.literal('present'),
    flowId: z.string(),
    people: z.array(
      z.object({
        connection: z.string(),
        userId: z.string(),
        name: z.string(),
        sinceMs: z.number(),
        selected: Step.optional(),
        me: z.boolean(),
      }),
    ),
  }),
  z.object({ type: z.literal('draft.saved'), flowId: z.string(), revision: z.number(), by: Editor, atMs: z.number() }),
  z.object({ type: z.literal('draft.reverted'), flowId: z.string(), revision: z.number(), by: Editor, atMs: z.number() }),
  /** The draft may have become a release: then it is gone, and what is edited is that release. */
  z.object({ type: z.literal('release.published'), flowId: z.string(), release: z.number(), by: Editor, atMs: z.number() }),
  /** Without a release the alias was taken away. */
  z.object({
    type: z.literal('alias.moved'),
    flowId: z.string(),
    alias: z.string(),
    release: z.number().optional(),
    by: Editor,
    atMs: z.number(),
  }),
  /** The service may have missed something: ask for the draft’s revision again. */
  z.object({ type: z.literal('look-again') }),
]);
export type DraftFrame = z.infer<typeof DraftFrame>;

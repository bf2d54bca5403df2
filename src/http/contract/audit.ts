import { z } from 'zod';
import { AUDIT_OUTCOMES } from '../../access/audit.ts';
import { AUDIT_ACTIONS, type AuditAction } from '../../access/audit-actions.ts';
import { pageOf } from './paging.ts';

export const AUDIT_ACTION_NAMES = Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]];

const Ref = z.object({
  kind: z.string(),
  id: z.string().describe('An id, or a keyed hash (`#…`) of what is personal.'),
  name: z.string().optional().describe('Whose it is now, where that is known.'),
});

/** One entry of the audit trail. */
export const AuditEntryView = z
  .object({
    seq: z.number(),
    atMs: z.number(),
    action: z.string(),
    who: Ref,
    object: Ref.optional(),
    from: z.string().optional().describe('The network address.'),
    why: z.string().optional().describe('The reason that was given.'),
    outcome: z.enum(AUDIT_OUTCOMES).describe('`begun`: it is not known how it ended.'),
    code: z.string().optional(),
    request: z.string().optional().describe('The id of the request, as it stands in the log.'),
    hash: z.string().describe('The signature that links the entry.'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

const Moment = z.coerce.number().int().min(0).max(8.64e15);

const Filter = z.object({
  who: z.string().trim().max(80).optional().describe('Part of a user name or name, or an id.'),
  action: z.enum(AUDIT_ACTION_NAMES).optional(),
  object: z.string().trim().max(120).optional().describe('Part of an id, or a number or user name as it was given.'),
  fromMs: Moment.optional(),
  toMs: Moment.optional(),
});

export const AuditQuery = Filter.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many entries at most, 1 to 200.'),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe('The `next` of the page before.'),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditPage = pageOf(AuditEntryView).extend({
  searchedToMs: z.number().optional().describe('Where the search stopped, if it has not come to the end.'),
});

export const AuditExportQuery = Filter.extend({ format: z.enum(['ndjson', 'csv']).default('ndjson') });

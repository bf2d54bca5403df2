import type { z } from 'zod';
import type { ErrorCode } from '../../../base/error-catalogue.ts';
import type { AuditMark } from '../audit-mark.ts';

/** One route of the API: where it is, what it takes and what it answers. */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** As Express writes it: `/api/flows/:id`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers it wants, in small letters. */
  readonly headers?: z.ZodObject;
  /** Refusals of its own, as the description lists them. */
  readonly refusals?: readonly ErrorCode[];
  readonly body?: z.ZodType;
  /** Absent: 204, nothing. */
  readonly response?: z.ZodType;
  /** How it stands in the audit trail; absent: it changes nothing and shows nothing personal. */
  readonly audit?: AuditMark;
  /** Of success; 200 unless it says otherwise. */
  readonly status?: 201 | 202;
}

/** Keeps a route's own types while it stands in the table. */
export function route<const R extends ApiRoute>(shape: R): R {
  return shape;
}

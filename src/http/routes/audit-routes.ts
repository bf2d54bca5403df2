import { type Request, type Response, Router } from 'express';
import type { ApiKeyStore } from '../../access/api-key.ts';
import type { AuditRef, AuditTrail, KeptEntry } from '../../access/audit.ts';
import { auditCsvHead, auditCsvLine, auditJsonLine } from '../../access/audit-lines.ts';
import { type AuditSearch, searchAudit } from '../../access/search-audit.ts';
import type { UserStore } from '../../access/user-store.ts';
import { AppError } from '../../base/errors.ts';
import type { Keyring } from '../../base/keyring.ts';
import { auditOf, keyedRef } from '../audit-trail.ts';
import { type AuditEntryView, AuditExportQuery, type AuditQuery } from '../contract/audit.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface AuditRoutesDeps {
  readonly trail: AuditTrail;
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly keyring: Keyring;
}

/** A page looks at so many entries at most; then it says how far it came. */
const MOST_READ_AT_ONCE = 20_000;
const MOST_EXPORTED = 1_000_000;

type Filter = Pick<AuditQuery, 'who' | 'action' | 'object' | 'fromMs' | 'toMs'>;

/** Who the references of the trail stand for now. */
async function readNames({ users, apiKeys, keyring }: AuditRoutesDeps): Promise<ReadonlyMap<string, string>> {
  const [all, keys] = await Promise.all([users.list(), apiKeys.list()]);
  return new Map([
    ...all.map(({ user }) => [user.id, `${user.name} (${user.username})`] as const),
    ...all.map(({ user }) => [keyedRef(keyring, user.username), user.username] as const),
    ...keys.map(({ id, name }) => [id, name] as const),
  ]);
}

function searchOf({ keyring }: AuditRoutesDeps, filter: Filter, names: ReadonlyMap<string, string>): AuditSearch {
  const { action, fromMs, toMs } = filter;
  const holds = (ref: AuditRef | undefined, text: string) =>
    ref !== undefined &&
    (ref.id.toLowerCase().includes(text.toLowerCase()) || (names.get(ref.id) ?? '').toLowerCase().includes(text.toLowerCase()));
  const keyed = filter.object === undefined ? '' : keyedRef(keyring, filter.object);
  return {
    fromMs,
    toMs,
    fits: ({ entry }) =>
      (action === undefined || entry.action === action) &&
      (!filter.who || holds(entry.who, filter.who)) &&
      (!filter.object || holds(entry.object, filter.object) || entry.object?.id === keyed),
  };
}

function viewOf({ entry, place, hash }: KeptEntry, names: ReadonlyMap<string, string>): AuditEntryView {
  const named = (ref: AuditRef) => ({ ...ref, ...(names.has(ref.id) && { name: names.get(ref.id) as string }) });
  const { atMs, action, who, object, from, why, outcome, code, request } = entry;
  return {
    seq: place,
    atMs,
    action,
    who: named(who),
    outcome,
    hash,
    ...(object && { object: named(object) }),
    ...(from !== undefined && { from }),
    ...(why !== undefined && { why }),
    ...(code !== undefined && { code }),
    ...(request !== undefined && { request }),
  };
}

async function onePage(deps: AuditRoutesDeps, query: AuditQuery) {
  const names = await readNames(deps);
  const search = { ...searchOf(deps, query, names), before: query.cursor === undefined ? undefined : Number(query.cursor) };
  const items: AuditEntryView[] = [];
  let read = 0;
  for await (const { found, next } of searchAudit(deps.trail, search)) {
    const room = query.limit - items.length;
    items.push(...found.slice(0, room).map((kept) => viewOf(kept, names)));
    if (found.length > room) return { items, next: String(items.at(-1)?.seq ?? next) };
    read += 500;
    if (items.length === query.limit || read >= MOST_READ_AT_ONCE) {
      if (next <= 1) break;
      const [last] = await deps.trail.up(next, 1);
      return { items, next: String(next), ...(items.length < query.limit && last && { searchedToMs: last.entry.atMs }) };
    }
  }
  return { items };
}

async function exportAll(deps: AuditRoutesDeps, req: Request, res: Response): Promise<void> {
  const parsed = AuditExportQuery.safeParse(req.query);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ path: ['query', ...path].join('.'), message }));
    throw new AppError('body-invalid', undefined, { details });
  }
  const { format, ...filter } = parsed.data;
  const names = await readNames(deps);
  await auditOf(res).around(req, res, { action: 'audit.exported', noted: 'with-answer' }, {}, () => undefined);
  res.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
  res.setHeader('Content-Disposition', `attachment; filename="audit.${format}"`);
  res.setHeader('Cache-Control', 'no-store');
  if (format === 'csv') res.write(auditCsvHead());
  let count = 0;
  for await (const { found } of searchAudit(deps.trail, searchOf(deps, filter, names))) {
    for (const kept of found) res.write(format === 'csv' ? auditCsvLine(kept, names) : auditJsonLine(kept));
    count += found.length;
    if (count >= MOST_EXPORTED || res.destroyed) break;
  }
  res.end();
}

/** The audit trail: searched, and taken away; both are noted in it. */
export function createAuditRoutes(deps: AuditRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.audit, ({ query }) => onePage(deps, query));
  router.get('/api/audit/export', (req, res) => exportAll(deps, req, res));
  return router;
}

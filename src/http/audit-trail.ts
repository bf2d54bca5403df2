import type { Request, RequestHandler, Response } from 'express';
import type { AuditNote, AuditRef, AuditTrail } from '../access/audit.ts';
import type { Identity } from '../access/authenticate.ts';
import { AppError } from '../base/errors.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import { parsePhone } from '../base/phone.ts';
import type { AuditMark } from './contract/audit-mark.ts';
import { requestIdOf } from './request-id.ts';

export interface AuditHookDeps {
  readonly trail: AuditTrail;
  readonly keyring: Pick<Keyring, 'hash'>;
  readonly log: Logger;
  readonly clock: { nowMs(): number };
}

/** What a mark is filled in from. */
export interface Noted {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly answer?: unknown;
}

type Hook = ReturnType<typeof createHook>;

/** So long the same is noted once, where a mark says so, ms. */
const QUIET_MS = 10 * 60_000;
/** Refusals that nobody needs to be anybody for: once in ten minutes from an address, so that an attacker can't fill the trail. */
const QUIET_REFUSALS: readonly string[] = ['too-many-attempts', 'sso-expired', 'sso-refused', 'sso-unavailable'];
const MOST_REMEMBERED = 10_000;

function valueAt(noted: Noted, path: string): string | undefined {
  const value = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], noted);
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** A person or a text, named without naming it. */
export function keyedRef(keyring: Pick<Keyring, 'hash'>, text: string): string {
  return `#${keyring.hash(`audit:${parsePhone(text)?.canonical ?? text.trim().toLowerCase()}`)}`;
}

function createHook(deps: AuditHookDeps) {
  const { trail, keyring, clock, log } = deps;
  const lately = new Map<string, number>();

  /** Was the same noted in the last ten minutes? */
  function isQuiet(key: string): boolean {
    const nowMs = clock.nowMs();
    const saidAtMs = lately.get(key);
    if (saidAtMs !== undefined && nowMs - saidAtMs < QUIET_MS) return true;
    lately.delete(key);
    lately.set(key, nowMs);
    const [oldest] = lately.keys();
    if (lately.size > MOST_REMEMBERED && oldest !== undefined) lately.delete(oldest);
    return false;
  }

  function whoAsks(req: Request, res: Response, mark: AuditMark, noted: Noted): Pick<AuditNote, 'who' | 'from' | 'request'> {
    const identity = res.locals.identity as Identity | undefined;
    const named = mark.who === undefined ? undefined : valueAt(noted, mark.who);
    const id = identity?.via === 'api-key' ? identity.sessionId : (named ?? identity?.user.id);
    const kind = identity?.via === 'api-key' ? 'api-key' : id === undefined ? 'nobody' : 'user';
    return { who: { kind, id: id ?? '' }, from: req.ip ?? '', request: requestIdOf(res) };
  }

  function aboutWhat(mark: AuditMark, noted: Noted): Pick<AuditNote, 'object' | 'why'> {
    const [kind, ...paths] = mark.object ?? [''];
    const ids = paths.flatMap((path) => valueAt(noted, path) ?? []);
    const why = mark.why === undefined ? undefined : valueAt(noted, mark.why);
    const id = mark.keyed ? ids.map((each) => keyedRef(keyring, each)) : ids;
    const object: AuditRef | undefined = ids.length === 0 ? undefined : { kind, id: id.join('/') };
    return { ...(object && { object }), ...(why !== undefined && { why }) };
  }

  function failureOf(thrown: unknown): Pick<AuditNote, 'outcome' | 'code'> {
    if (!(thrown instanceof AppError)) return { outcome: 'failed', code: 'internal' };
    return { outcome: thrown.status < 500 ? 'refused' : 'failed', code: thrown.code };
  }

  return {
    /** Does the work, and notes it as the mark says; a change that can't be noted is not made, a look that can't is not answered. */
    async around<T>(req: Request, res: Response, mark: AuditMark, noted: Noted, work: () => Promise<T> | T): Promise<T> {
      const common = (more: Noted = noted): Omit<AuditNote, 'outcome'> => ({
        action: mark.action,
        ...whoAsks(req, res, mark, more),
        ...aboutWhat(mark, more),
      });
      const quietKey = (note: Omit<AuditNote, 'outcome'>, code = '') =>
        [note.who.kind, note.who.id, note.action, note.object?.id, code, QUIET_REFUSALS.includes(code) ? note.from : ''].join(' ');
      const isAhead = mark.noted === undefined;
      const begun = isAhead ? await trail.note({ ...common(), outcome: 'begun' }) : undefined;
      const ended = async (note: Omit<AuditNote, 'outcome'>, how: Pick<AuditNote, 'outcome' | 'code'>) => {
        const written = trail.note({ ...note, ...how, ...(begun !== undefined && { begun }) });
        // The change is made and its beginning noted: that the end was not is no reason to say it failed.
        await (isAhead ? written.catch((error) => log.error({ err: error, begun }, 'the end of a change could not be noted')) : written);
      };
      let answer: T;
      try {
        answer = await work();
      } catch (thrown) {
        const how = failureOf(thrown);
        const note = common();
        const isQuietRefusal =
          QUIET_REFUSALS.includes(how.code ?? '') && isQuiet(quietKey({ ...note, object: undefined as never }, how.code));
        if (!isQuietRefusal) await ended(note, how);
        throw thrown;
      }
      const note = common({ ...noted, answer });
      if (mark.noted !== 'seldom' || !isQuiet(quietKey(note))) await ended(note, { outcome: 'done' });
      return answer;
    },

    /** Notes that somebody asked for what they may not: once in ten minutes. The refusal does not wait for it. */
    refused(req: Request, res: Response, address: string): void {
      const mark: AuditMark = { action: 'access.refused' };
      const note = { action: mark.action, ...whoAsks(req, res, mark, {}), object: { kind: 'address', id: address } };
      if (isQuiet(`${note.who.id} ${address}`)) return;
      trail
        .note({ ...note, outcome: 'refused', code: 'not-allowed' })
        .catch((error) => log.error({ err: error }, 'a refusal could not be noted'));
    },
  };
}

/** Puts the trail at the hand of every route. */
export function createAuditHook(deps: AuditHookDeps): RequestHandler {
  const hook = createHook(deps);
  return (_req, res, next) => {
    res.locals.audit = hook;
    next();
  };
}

/** The trail; throws where nothing puts it there: what is to be noted is not done unnoted. */
export function auditOf(res: Response): Hook {
  const hook = maybeAuditOf(res);
  if (!hook) throw new AppError('internal', 'There is no audit trail.');
  return hook;
}

export function maybeAuditOf(res: Response): Hook | undefined {
  return res.locals.audit as Hook | undefined;
}

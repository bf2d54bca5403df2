import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../access/authenticate.ts';
import { maySend } from '../access/rights.ts';
import type { User } from '../access/user.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, toAppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { FlowNews, FlowNewsItem } from '../flows/studio/flow-news.ts';
import { type OpenDraftDeps, openDraft } from '../flows/studio/open-draft.ts';
import { PRESENT_FOR_MS, type PresenceBoard } from '../flows/studio/presence.ts';
import { DRAFT_SOCKET_PATH, DraftCommand, type DraftFrame } from '../http/contract/draft-socket.ts';
import { admit, type DoorDeps, frameId, frameProblem, parseFrame, pathOf, refuseUpgrade } from './upgrade.ts';

export interface DraftSocketDeps extends DoorDeps, OpenDraftDeps {
  readonly presence: PresenceBoard;
  readonly flowNews: FlowNews;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DraftSocket {
  /** Takes an upgrade for the studio's path; false if it is for somebody else. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends all connections; the pages connect again elsewhere. */
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 4 * 1024;
const MAX_WAITING_COMMANDS = 100;
const MAX_CONNECTIONS_PER_USER = 20;
const CHECK_EVERY_MS = 15_000;
const DEAD_AFTER_MS = 50_000;
/** As on the desk's socket: not signed in any more; too many connections. */
const CLOSED = { signedOut: 4401, tooMany: 4429 } as const;

/** One page. */
interface Page {
  readonly id: string;
  readonly ws: WebSocket;
  readonly user: User;
  joined?: { readonly flowId: string; readonly sinceMs: number; selected?: string };
  lastHeardMs: number;
}

/** The socket of the studio: who has a draft open, and what becomes of it, on whichever instance. */
export function createDraftSocket(deps: DraftSocketDeps): DraftSocket {
  const pages = new Set<Page>();
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const forget = deps.flowNews.listen((item) => void pass(deps, pages, item));
  return {
    handleUpgrade(request, socket, head) {
      if (pathOf(request) !== DRAFT_SOCKET_PATH) return false;
      socket.on('error', () => socket.destroy());
      admit(deps, request, DRAFT_SOCKET_PATH).then(
        (identity) => server.handleUpgrade(request, socket, head, (ws) => serve(deps, pages, { ws, request, identity })),
        (error) => refuseUpgrade(socket, error),
      );
      return true;
    },
    async close() {
      forget();
      const leaving = [...pages].map(async (page) => {
        page.ws.close(1001, 'going away');
        await leave(deps, page);
      });
      await Promise.allSettled(leaving);
      for (const { ws } of pages) ws.terminate();
      server.close();
    },
  };
}

interface Arrival {
  readonly ws: WebSocket;
  readonly request: IncomingMessage;
  readonly identity: Identity;
}

function serve(deps: DraftSocketDeps, pages: Set<Page>, arrival: Arrival): void {
  const { ws, identity } = arrival;
  if ([...pages].filter(({ user }) => user.id === identity.user.id).length >= MAX_CONNECTIONS_PER_USER) {
    ws.close(CLOSED.tooMany, 'too many connections');
    return;
  }
  const page: Page = { id: randomUUID(), ws, user: identity.user, lastHeardMs: deps.clock.nowMs() };
  pages.add(page);
  const check = setInterval(() => void checkAlive(deps, arrival, page), CHECK_EVERY_MS);
  ws.on('error', (error) => deps.log.debug({ err: error }, 'a connection of the studio broke'));
  ws.once('close', () => {
    clearInterval(check);
    pages.delete(page);
    void leave(deps, page);
  });
  listen(deps, arrival, page);
}

/** Commands are done one after the other, in the order in which they came. */
function listen(deps: DraftSocketDeps, arrival: Arrival, page: Page): void {
  let turn = Promise.resolve();
  let waiting = 0;
  page.ws.on('pong', () => {
    page.lastHeardMs = deps.clock.nowMs();
  });
  page.ws.on('message', (data, isBinary) => {
    page.lastHeardMs = deps.clock.nowMs();
    if (isBinary || waiting >= MAX_WAITING_COMMANDS) {
      page.ws.close(isBinary ? 1003 : 1008, isBinary ? 'text only' : 'too many commands at once');
      return;
    }
    waiting += 1;
    turn = turn.then(async () => {
      await takeFrame(deps, arrival, page, data);
      waiting -= 1;
    });
  });
}

async function takeFrame(deps: DraftSocketDeps, arrival: Arrival, page: Page, data: RawData): Promise<void> {
  const given = parseFrame(String(data));
  const parsed = DraftCommand.safeParse(given);
  const id = parsed.success ? parsed.data.id : frameId(given);
  try {
    if (!parsed.success) throw new AppError('body-invalid', frameProblem(parsed.error.issues));
    if (!(await mayStay(deps, arrival))) throw new AppError('not-signed-in');
    if (!maySend(DRAFT_SOCKET_PATH, parsed.data.type, arrival.identity)) throw new AppError('not-allowed');
    send(page, { type: 'ack', id, ok: true, ...(await run(deps, page, parsed.data)) });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!error.safe) deps.log.error({ err: thrown, userId: page.user.id }, 'a command of the studio failed');
    send(page, { type: 'ack', id, ok: false, error: { code: error.code, message: error.message } });
  }
}

async function run(deps: DraftSocketDeps, page: Page, command: DraftCommand): Promise<{ readonly revision?: number }> {
  switch (command.type) {
    case 'join': {
      const { flowId } = command;
      const { revision } = await openDraft(deps, flowId);
      if (page.joined?.flowId !== flowId) await leave(deps, page);
      page.joined ??= { flowId, sinceMs: deps.clock.nowMs() };
      await show(deps, page);
      return { revision };
    }
    case 'select':
      if (!page.joined) throw new AppError('flow-not-found', 'Join a draft first.');
      page.joined = {
        flowId: page.joined.flowId,
        sinceMs: page.joined.sinceMs,
        ...(command.step !== undefined && { selected: command.step }),
      };
      await show(deps, page);
      return {};
    case 'leave':
      await leave(deps, page);
      return {};
    case 'heartbeat':
      await note(deps, page);
      return {};
  }
}

async function note(deps: DraftSocketDeps, page: Page): Promise<void> {
  const { id, user, joined } = page;
  if (!joined) return;
  const { flowId, ...rest } = joined;
  await deps.presence.put(flowId, { connection: id, userId: user.id, name: user.name, ...rest, seenAtMs: deps.clock.nowMs() });
  // The page went while this was written.
  if (page.joined?.flowId !== flowId) await deps.presence.remove(flowId, id);
}

async function show(deps: DraftSocketDeps, page: Page): Promise<void> {
  await note(deps, page);
  if (page.joined) await deps.flowNews.tell({ kind: 'present', flowId: page.joined.flowId });
}

async function leave(deps: DraftSocketDeps, page: Page): Promise<void> {
  const { joined } = page;
  if (!joined) return;
  delete page.joined;
  try {
    await deps.presence.remove(joined.flowId, page.id);
    await deps.flowNews.tell({ kind: 'present', flowId: joined.flowId });
  } catch (error) {
    deps.log.debug({ err: error }, 'nobody could be told that a draft was left');
  }
}

function send({ ws }: Page, frame: DraftFrame): void {
  if (ws.readyState === ws.OPEN) ws.send(JSON.stringify(frame));
}

/** Tells the pages of this instance what happened anywhere. */
async function pass(deps: DraftSocketDeps, pages: ReadonlySet<Page>, item: FlowNewsItem): Promise<void> {
  if (item.kind === 'missed') {
    for (const page of pages) send(page, { type: 'look-again' });
    const open = new Set([...pages].flatMap(({ joined }) => joined?.flowId ?? []));
    await Promise.all([...open].map((flowId) => tellPresent(deps, pages, flowId)));
    return;
  }
  if (item.kind === 'numbers' || item.kind === 'table-changed') return;
  const { flowId } = item;
  if (item.kind === 'present') return tellPresent(deps, pages, flowId);
  const frame = frameOf(item);
  for (const page of pages) if (page.joined?.flowId === flowId) send(page, frame);
}

function frameOf(item: Exclude<FlowNewsItem, { kind: 'missed' | 'numbers' | 'present' | 'table-changed' }>): DraftFrame {
  const { kind, ...rest } = item;
  const type = {
    'draft-saved': 'draft.saved',
    'draft-reverted': 'draft.reverted',
    released: 'release.published',
    'alias-moved': 'alias.moved',
  } as const;
  return { type: type[kind], ...rest } as DraftFrame;
}

async function tellPresent(deps: DraftSocketDeps, pages: ReadonlySet<Page>, flowId: string): Promise<void> {
  const readers = [...pages].filter(({ joined }) => joined?.flowId === flowId);
  if (readers.length === 0) return;
  try {
    const present = await deps.presence.list(flowId, deps.clock.nowMs() - PRESENT_FOR_MS);
    for (const page of readers) {
      const people = present.map(({ seenAtMs: _seen, ...each }) => ({ ...each, me: each.connection === page.id }));
      send(page, { type: 'present', flowId, people });
    }
  } catch (error) {
    deps.log.debug({ err: error }, 'who has a draft open could not be read; next time');
  }
}

/** A dead connection is cut, a session that ended is shown out, and who is still there is noted. */
async function checkAlive(deps: DraftSocketDeps, arrival: Arrival, page: Page): Promise<void> {
  if (deps.clock.nowMs() - page.lastHeardMs > DEAD_AFTER_MS) {
    page.ws.terminate();
    return;
  }
  page.ws.ping();
  try {
    if (!(await mayStay(deps, arrival))) return;
    await note(deps, page);
    if (page.joined) await tellPresent(deps, new Set([page]), page.joined.flowId);
  } catch (error) {
    deps.log.debug({ err: error }, 'a session could not be looked at; next time');
  }
}

/** Is the session still good, and does the user still hold the roles of the upgrade? Otherwise the connection is ended. Throws `store-unavailable`. */
async function mayStay(deps: DraftSocketDeps, { request, identity, ws }: Arrival): Promise<boolean> {
  const { cookie, authorization } = request.headers;
  const now = await deps.authenticate({ cookie, authorization });
  const user = now?.owes ? undefined : now?.user;
  if (user?.id === identity.user.id && user.roles.join() === identity.user.roles.join()) return true;
  ws.close(CLOSED.signedOut, 'signed out');
  return false;
}

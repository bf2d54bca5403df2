import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../access/authenticate.ts';
import { maySend } from '../access/rights.ts';
import { AppError, toAppError } from '../base/errors.ts';
import { DESK_CLOSE, DESK_SOCKET_PATH, DeskCommand } from '../http/contract/desk.ts';
import { clientAddress } from './client-address.ts';
import { runCommand } from './desk-commands.ts';
import { DeskConnection } from './desk-connection.ts';
import type { DeskDeps } from './desk-deps.ts';
import { DeskFeed } from './desk-feed.ts';
import { deskSnapshot } from './desk-snapshot.ts';
import { noteFrame } from './note-frame.ts';
import { admit, frameId, frameProblem, parseFrame, pathOf, refuseUpgrade } from './upgrade.ts';

/** A command is small; a reply of 1,600 characters is the largest. */
const MAX_FRAME_BYTES = 64 * 1024;
/** So many commands may wait for their turn in one connection. */
const MAX_WAITING_COMMANDS = 100;
/** Pages that one user may have open at one process: windows, tabs, a tablet. */
const MAX_CONNECTIONS_PER_USER = 20;
const CHECK_EVERY_MS = 20_000;
/** Nothing heard for so long, not even a pong: the connection is dead, ms. */
const DEAD_AFTER_MS = 50_000;

export interface DeskSocket {
  /** Takes an upgrade for the desk's path; false if it is for somebody else. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends all connections (the pages connect again elsewhere) and waits for what is under way. */
  close(): Promise<void>;
  readonly connections: number;
}

/** The agents' socket: who may come in, one frame at a time, and what changes is pushed. */
export function createDeskSocket(deps: DeskDeps): DeskSocket {
  const connections = new Set<DeskConnection>();
  const underWay = new Set<Promise<void>>();
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const feed = new DeskFeed(deps, connections);
  const track = (work: Promise<void>) => {
    const done = work.finally(() => underWay.delete(done));
    underWay.add(done);
  };
  return {
    handleUpgrade(request, socket, head) {
      // Node hands the socket over bare: without a listener, a client that resets it while we look it up ends the process.
      socket.on('error', () => socket.destroy());
      if (pathOf(request) !== DESK_SOCKET_PATH) return false;
      const open = (identity: Identity) =>
        server.handleUpgrade(request, socket, head, (ws) => track(serve(deps, { ws, request, identity }, connections, feed)));
      track(admit(deps, request, DESK_SOCKET_PATH).then(open, (error) => refuseUpgrade(socket, error)));
      return true;
    },
    async close() {
      for (const { socket } of connections) socket.close(1001, 'going away');
      await feed.stop();
      const limit = new Promise((resolve) => setTimeout(resolve, 2_000).unref());
      await Promise.race([Promise.allSettled(underWay), limit]);
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
    get connections() {
      return connections.size;
    },
  };
}

interface Arrival {
  readonly ws: WebSocket;
  readonly request: IncomingMessage;
  readonly identity: Identity;
}

/** One connection, from the snapshot to its end. */
async function serve(deps: DeskDeps, arrival: Arrival, connections: Set<DeskConnection>, feed: DeskFeed): Promise<void> {
  const { ws, identity } = arrival;
  if (connectionsOf(connections, identity.user.id) >= MAX_CONNECTIONS_PER_USER) {
    deps.log.warn({ userId: identity.user.id }, 'a desk connection was refused: the user has too many');
    ws.close(DESK_CLOSE.tooMany, 'too many connections');
    return;
  }
  const connection = new DeskConnection(ws, identity, clientAddress(arrival.request), deps.clock.nowMs());
  const ended = new Promise<void>((resolve) => ws.once('close', () => resolve()));
  ws.on('error', (error) => deps.log.debug({ err: error, userId: identity.user.id }, 'a desk connection broke'));
  connections.add(connection);
  listen(deps, arrival, connection, feed);
  const check = setInterval(() => void checkAlive(deps, arrival, connection), CHECK_EVERY_MS);
  try {
    connection.begin(await deskSnapshot(deps, connection.user, connection.eyes));
    feed.nudge();
    await ended;
  } catch (error) {
    deps.log.warn({ err: error, userId: identity.user.id }, 'a desk could not be opened');
    ws.close(1013, 'try again');
  } finally {
    clearInterval(check);
    connections.delete(connection);
    await sayLeft(deps, connection);
  }
}

function connectionsOf(connections: ReadonlySet<DeskConnection>, userId: string): number {
  let count = 0;
  for (const { user } of connections) if (user.id === userId) count += 1;
  return count;
}

async function sayLeft(deps: DeskDeps, { opened, user }: DeskConnection): Promise<void> {
  if (!opened) return;
  const signal = { kind: 'left', chatId: opened.chatId, userId: user.id, name: user.name, atMs: deps.clock.nowMs() } as const;
  await deps.board.signal(signal).catch((error) => deps.log.debug({ err: error }, 'nobody could be told that a desk was left'));
}

/** Commands are done one after the other, in the order in which they came. */
function listen(deps: DeskDeps, arrival: Arrival, connection: DeskConnection, feed: DeskFeed): void {
  let turn = Promise.resolve();
  let waiting = 0;
  const { socket } = connection;
  socket.on('pong', () => {
    connection.lastHeardMs = deps.clock.nowMs();
  });
  socket.on('message', (data, isBinary) => {
    connection.lastHeardMs = deps.clock.nowMs();
    if (isBinary || waiting >= MAX_WAITING_COMMANDS) {
      socket.close(isBinary ? 1003 : 1008, isBinary ? 'text only' : 'too many commands at once');
      return;
    }
    waiting += 1;
    turn = turn.then(async () => {
      await takeFrame(deps, arrival, connection, data);
      waiting -= 1;
      feed.nudge();
    });
  });
}

async function takeFrame(deps: DeskDeps, arrival: Arrival, connection: DeskConnection, data: RawData): Promise<void> {
  const given = parseFrame(String(data));
  const parsed = DeskCommand.safeParse(given);
  const id = parsed.success ? parsed.data.id : frameId(given);
  try {
    if (!parsed.success) throw new AppError('body-invalid', frameProblem(parsed.error.issues));
    if (!(await mayStay(deps, arrival))) throw new AppError('not-signed-in');
    if (!maySend(DESK_SOCKET_PATH, parsed.data.type, arrival.identity)) throw new AppError('not-allowed');
    connection.send({
      type: 'ack',
      id,
      ok: true,
      ...(await noteFrame(deps, connection, parsed.data, () => runCommand(deps, connection, parsed.data))),
    });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!error.safe) deps.log.error({ err: thrown, userId: connection.user.id, command: parsed.data?.type }, 'a desk command failed');
    connection.send({ type: 'ack', id, ok: false, error: { code: error.code, message: error.message } });
  }
}

/** A dead connection is cut; a session that ended meanwhile is shown out. */
async function checkAlive(deps: DeskDeps, arrival: Arrival, connection: DeskConnection): Promise<void> {
  const { ws } = arrival;
  if (deps.clock.nowMs() - connection.lastHeardMs > DEAD_AFTER_MS) {
    ws.terminate();
    return;
  }
  ws.ping();
  try {
    await mayStay(deps, arrival);
  } catch (error) {
    deps.log.debug({ err: error }, 'a session could not be looked at; next time');
  }
}

/** Is the session still good, and the user who they were at the upgrade? Otherwise the connection is ended. Throws `store-unavailable`. */
async function mayStay(deps: DeskDeps, { request, identity, ws }: Arrival): Promise<boolean> {
  const { cookie, authorization } = request.headers;
  const now = await deps.authenticate({ cookie, authorization });
  const user = now?.owes ? undefined : now?.user;
  const signedIn = user?.id === identity.user.id && user.roles.join() === identity.user.roles.join();
  if (!signedIn) ws.close(DESK_CLOSE.signedOut, 'signed out');
  // The page connects again, as who the user is now.
  else if (user.teams.join() !== identity.user.teams.join() || user.phone !== identity.user.phone) ws.close(1012, 'the user was changed');
  else return true;
  return false;
}

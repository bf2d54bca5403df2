import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { ROLES, type Role, type User } from '../../src/access/user.ts';
import { type DeskCommandBody, DeskFrame } from '../../src/http/contract/desk.ts';
import { createDeskSocket } from '../../src/ws/desk-socket.ts';
import type { ChatWorld } from '../chat/chat-world.ts';
import { until } from '../support/redis.ts';

export const USERS: Readonly<Record<string, User>> = {
  luis: user('u_LUIS', 'Luis', 'agent'),
  marta: user('u_MARTA', 'Marta', 'agent'),
  boss: user('u_BOSS', 'Berta', 'supervisor'),
  ...Object.fromEntries(ROLES.map((role) => [role, user(`u_${role.replace('-', '').toUpperCase()}`, role, role)])),
};

function user(id: string, name: string, role: Role): User {
  return { id, username: name.toLowerCase(), name, roles: [role], teams: ['support'], skills: [], languages: [], capacity: 2 };
}

type Frame<T extends DeskFrame['type']> = Extract<DeskFrame, { type: T }>;

/** One process with a desk socket: a real HTTP server. The cookie is the user's name. */
export async function startDesk(world: ChatWorld) {
  const signedIn = new Map(Object.entries(USERS));
  const socket = createDeskSocket({
    ...world.deps,
    authenticate: async ({ cookie }) => {
      const found = cookie === undefined ? undefined : signedIn.get(cookie);
      return found && { user: found, via: 'session', sessionId: cookie ?? '' };
    },
    isTrusted: ({ origin }) => origin === undefined || origin === 'http://desk.test',
    teams: () => ['support', 'billing'],
  });
  const server = createServer();
  server.on('upgrade', (request, stream, head) => {
    if (!socket.handleUpgrade(request, stream, head)) stream.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/desk`;
  return {
    address,
    socket,
    signOut: (who: string) => signedIn.delete(who),
    moveTo: (who: string, teams: readonly string[]) => signedIn.set(who, { ...(USERS[who] as User), teams }),
    async stop() {
      await socket.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Page = Awaited<ReturnType<typeof openPage>>;

/** An agent's page: keeps every frame, each checked against the contract. */
export async function openPage(address: string, cookie: string) {
  const ws = new WebSocket(address, { headers: { cookie } });
  const frames: DeskFrame[] = [];
  ws.on('message', (data) => frames.push(DeskFrame.parse(JSON.parse(String(data)))));
  ws.on('error', () => {});
  let count = 0;
  const of = <T extends DeskFrame['type']>(type: T) => frames.filter((frame): frame is Frame<T> => frame.type === type);
  const last = async <T extends DeskFrame['type']>(type: T, fits: (frame: Frame<T>) => boolean = () => true): Promise<Frame<T>> => {
    await until(() => of(type).some(fits));
    return of(type).findLast(fits) as Frame<T>;
  };
  const write = (body: DeskCommandBody): string => {
    count += 1;
    const id = `${cookie}-${count}`;
    ws.send(JSON.stringify({ ...body, id }));
    return id;
  };
  await last('snapshot');
  return {
    ws,
    frames,
    of,
    last,
    write,
    /** Sends a command and waits for its acknowledgement. */
    async ask(body: DeskCommandBody): Promise<Frame<'ack'>> {
      const id = write(body);
      return last('ack', (frame) => frame.id === id);
    },
    snapshot: () => of('snapshot').at(-1) as Frame<'snapshot'>,
    async close() {
      ws.close();
      if (ws.readyState !== ws.CLOSED) await once(ws, 'close');
    },
  };
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Role, User } from '../../src/access/user.ts';
import { createManualClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { PRESENT_FOR_MS } from '../../src/flows/studio/presence.ts';
import { revertDraft } from '../../src/flows/studio/revert-draft.ts';
import { saveDraft } from '../../src/flows/studio/save-draft.ts';
import { type DraftCommandBody, DraftFrame } from '../../src/http/contract/draft-socket.ts';
import { createDraftStore } from '../../src/store/redis/draft-store.ts';
import { openFlowNews } from '../../src/store/redis/flow-news.ts';
import { createPresenceBoard } from '../../src/store/redis/presence-board.ts';
import { createReleaseStore } from '../../src/store/redis/release-store.ts';
import { createDraftSocket } from '../../src/ws/draft-socket.ts';
import { startTestRedis, type TestRedis, until } from '../support/redis.ts';

const TEXT = readFileSync('flows/support.flow.json', 'utf8');
const person = (id: string, name: string, role: Role): User => ({
  id,
  username: id,
  name,
  roles: [role],
  teams: [],
  skills: [],
  languages: [],
  capacity: 0,
});
const USERS: Readonly<Record<string, User>> = {
  ada: person('u_ADA', 'Ada', 'administrator'),
  eva: person('u_EVA', 'Eva', 'administrator'),
  luis: person('u_LUIS', 'Luis', 'agent'),
};

let redis: TestRedis;
let client: Redis;
const clock = createManualClock(1_800_000_000_000);
const signedIn = new Map<string, User>();

/** One instance with the studio's socket: a real HTTP server on the shared Redis. The cookie is the user's name. */
async function startInstance() {
  const flowNews = await openFlowNews({ client, log: silentLogger }, 2_000);
  const presence = createPresenceBoard(client, 2_000);
  const deps = {
    drafts: createDraftStore(client, 2_000),
    releases: createReleaseStore(client, 2_000),
    fileOf: (flowId: string) => (flowId === 'support' ? { flow: TEXT } : undefined),
    presence,
    flowNews,
    clock,
    log: silentLogger,
    isTrusted: () => true,
    authenticate: async ({ cookie }: { cookie?: string | undefined }) => {
      const user = signedIn.get(cookie ?? '');
      return user && ({ user, via: 'session', sessionId: cookie ?? '' } as const);
    },
  };
  const socket = createDraftSocket(deps);
  const server = createServer();
  server.on('upgrade', (request, stream, head) => {
    if (!socket.handleUpgrade(request, stream, head)) stream.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    deps,
    address: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/flows`,
    async stop() {
      await socket.close();
      flowNews.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
type Instance = Awaited<ReturnType<typeof startInstance>>;
type Frame<T extends DraftFrame['type']> = Extract<DraftFrame, { type: T }>;

async function openPage({ address }: Instance, cookie: string) {
  const ws = new WebSocket(address, { headers: { cookie } });
  const frames: DraftFrame[] = [];
  ws.on('message', (data) => frames.push(DraftFrame.parse(JSON.parse(String(data)))));
  await once(ws, 'open');
  let count = 0;
  const last = async <T extends DraftFrame['type']>(type: T, fits: (frame: Frame<T>) => boolean = () => true): Promise<Frame<T>> => {
    const found = () => frames.findLast((frame): frame is Frame<T> => frame.type === type && fits(frame as Frame<T>));
    await until(async () => found() !== undefined);
    return found() as Frame<T>;
  };
  return {
    ws,
    frames,
    last,
    names: async (fits: (names: readonly string[]) => boolean) =>
      (await last('present', ({ people }) => fits(people.map(({ name }) => name)))).people.map(({ name }) => name),
    ask: (body: DraftCommandBody | Record<string, unknown>) => {
      count += 1;
      const id = `${cookie}-${count}`;
      ws.send(JSON.stringify({ ...body, id }));
      return last('ack', (frame) => frame.id === id);
    },
    close: async () => {
      ws.close();
      if (ws.readyState !== ws.CLOSED) await once(ws, 'close');
    },
  };
}

let here: Instance;
let there: Instance;
beforeAll(async () => {
  redis = await startTestRedis();
  client = redis.client();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.flush();
  for (const [name, user] of Object.entries(USERS)) signedIn.set(name, user);
  [here, there] = await Promise.all([startInstance(), startInstance()]);
});
afterEach(() => Promise.all([here.stop(), there.stop()]));

const by = { userId: 'u_EVA', name: 'Eva' };

describe('who has a draft open', () => {
  it('see each other on every instance, with the step that is selected, until they go', async () => {
    const ada = await openPage(here, 'ada');
    expect(await ada.ask({ type: 'join', flowId: 'support' })).toMatchObject({ ok: true, revision: 0 });
    clock.advance(1_000);
    const eva = await openPage(there, 'eva');
    await eva.ask({ type: 'join', flowId: 'support' });
    expect(await ada.names((names) => names.length === 2)).toEqual(['Ada', 'Eva']);
    await eva.ask({ type: 'select', step: 'call/menu' });
    const { people } = await ada.last('present', (frame) => frame.people.some(({ selected }) => selected === 'call/menu'));
    expect(people.map(({ name, me, selected }) => [name, me, selected])).toEqual([
      ['Ada', true, undefined],
      ['Eva', false, 'call/menu'],
    ]);
    await eva.ask({ type: 'select' });
    await ada.last('present', (frame) => frame.people.length === 2 && frame.people.every(({ selected }) => selected === undefined));
    await eva.close();
    await until(async () => ada.frames.findLast((frame) => frame.type === 'present')?.people.length === 1);
    await ada.close();
  });

  it('are told apart by draft', async () => {
    const { drafts } = here.deps;
    await drafts.write({ flowId: 'sales', revision: 1, savedBy: by, savedAtMs: 1, source: { flow: '{}' } });
    const ada = await openPage(here, 'ada');
    const eva = await openPage(here, 'eva');
    await ada.ask({ type: 'join', flowId: 'support' });
    await eva.ask({ type: 'join', flowId: 'sales' });
    clock.advance(1_000);
    await eva.ask({ type: 'join', flowId: 'support' });
    expect(await ada.names((names) => names.length === 2)).toEqual(['Ada', 'Eva']);
    expect(await here.deps.presence.list('sales', 0)).toEqual([]);
    await Promise.all([ada.close(), eva.close()]);
  });

  it('whose instance ended without a word are forgotten', async () => {
    const seenAtMs = clock.nowMs();
    await here.deps.presence.put('support', { connection: 'x', userId: 'u_X', name: 'Lost', sinceMs: seenAtMs, seenAtMs });
    clock.advance(PRESENT_FOR_MS + 1);
    const ada = await openPage(here, 'ada');
    await ada.ask({ type: 'join', flowId: 'support' });
    expect(await ada.names((names) => names.length > 0)).toEqual(['Ada']);
    await ada.close();
  });
});

describe('what becomes of a draft', () => {
  it('is told to everybody who has it open, on every instance, and to nobody else', async () => {
    const ada = await openPage(here, 'ada');
    const eva = await openPage(here, 'eva');
    await ada.ask({ type: 'join', flowId: 'support' });
    await saveDraft(there.deps, { flowId: 'support', baseRevision: 0, flow: TEXT, by });
    expect(await ada.last('draft.saved')).toEqual({ type: 'draft.saved', flowId: 'support', revision: 1, by, atMs: clock.nowMs() });
    await revertDraft(there.deps, { flowId: 'support', by });
    expect(await ada.last('draft.reverted')).toMatchObject({ revision: 2, by });
    expect(eva.frames).toEqual([]);
    await Promise.all([ada.close(), eva.close()]);
  });

  it('while the news were away is asked for again', async () => {
    const ada = await openPage(here, 'ada');
    await ada.ask({ type: 'join', flowId: 'support' });
    const ids = (await client.client('LIST')) as string;
    const ears = ids.split('\n').flatMap((line) => (/sub=1/.test(line) ? [/id=(\d+)/.exec(line)?.[1] ?? ''] : []));
    expect(ears).toHaveLength(2);
    for (const id of ears) await client.client('KILL', 'ID', id);
    await ada.last('look-again');
    await saveDraft(there.deps, { flowId: 'support', baseRevision: 0, flow: TEXT, by });
    expect((await ada.last('draft.saved')).revision).toBe(1);
    await ada.close();
  });
});

describe('the socket', () => {
  it('lets in who may see flows, and shows out who is not signed in any more', async () => {
    const status = await new Promise((resolve) => {
      new WebSocket(here.address, { headers: { cookie: 'luis' } })
        .on('unexpected-response', (_, response) => resolve(response.statusCode))
        .on('error', () => {});
    });
    expect(status).toBe(403);
    const ada = await openPage(here, 'ada');
    await ada.ask({ type: 'join', flowId: 'support' });
    signedIn.delete('ada');
    const closed = once(ada.ws, 'close');
    ada.ws.send(JSON.stringify({ type: 'heartbeat', id: '1' }));
    expect((await closed)[0]).toBe(4401);
  });

  it('answers every command once, nonsense too', async () => {
    const ada = await openPage(here, 'ada');
    expect(await ada.ask({ type: 'join', flowId: 'nothing' })).toMatchObject({ ok: false, error: { code: 'flow-not-found' } });
    expect(await ada.ask({ type: 'select', step: 'call/menu' })).toMatchObject({ ok: false });
    expect(await ada.ask({ type: 'dance' })).toMatchObject({ ok: false, error: { code: 'body-invalid' } });
    expect(await ada.ask({ type: 'heartbeat' })).toMatchObject({ ok: true });
    await ada.close();
  });
});

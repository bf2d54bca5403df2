import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IndexedChat } from '../../src/agents/chat-index.ts';
import type { OpeningHours } from '../../src/agents/opening-hours.ts';
import { readDesk } from '../../src/agents/read-desk.ts';
import { routeWaiting } from '../../src/agents/route-waiting.ts';
import { actor, type ChatWorld, createChatWorld, MINUTE } from '../chat/chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const indexed = (chatId: string, more: Partial<IndexedChat> = {}): IndexedChat => ({
  chatId,
  contactId: 'p_00_X',
  state: 'waiting',
  skills: [],
  priority: 5,
  language: 'es',
  queuedAtMs: 1,
  ...more,
});

describe('the places of an agent', () => {
  it('are never more than the capacity, however many are taken at once', async () => {
    const took = await Promise.all(Array.from({ length: 8 }, (_, i) => world.deps.board.takeSeat('u_LUIS', `t_00_${i}`, 3)));
    expect(took.filter(Boolean)).toHaveLength(3);
    expect(await world.deps.board.takeSeat('u_LUIS', (await world.deps.board.seatsOf('u_LUIS'))[0] ?? '', 3)).toBe(true);
  });

  it('come back when the chat never became the agent’s', async () => {
    await world.arrive(actor('u_LUIS'));
    await world.deps.board.takeSeat('u_LUIS', 't_00_A', 3);
    await world.deps.board.takeSeat('u_LUIS', 't_00_B', 3);
    await world.deps.index.project('t_00_A', 1, indexed('t_00_A', { state: 'assigned', agentId: 'u_LUIS' }));
    world.clock.advance(2 * MINUTE);
    expect((await world.deps.board.agents())[0]).toMatchObject({ load: 1 });
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual(['t_00_A']);
  });
});

describe('the index', () => {
  it('takes the versions of a chat in any order and any number of times', async () => {
    const { index, board } = world.deps;
    const versions: [number, IndexedChat | undefined][] = [
      [1, indexed('t_00_A')],
      [2, indexed('t_00_A', { state: 'assigned', agentId: 'u_LUIS' })],
      [3, indexed('t_00_A', { state: 'assigned', agentId: 'u_MARTA' })],
    ];
    for (const at of [2, 0, 1, 2, 1]) await index.project('t_00_A', ...(versions[at] as [number, IndexedChat]));
    expect(await index.open(10)).toEqual([versions[2]?.[1]]);
    expect(await index.waiting()).toEqual([]);
    expect([await board.seatsOf('u_LUIS'), await board.seatsOf('u_MARTA')]).toEqual([[], ['t_00_A']]);
    await index.project('t_00_A', 5, undefined);
    await index.project('t_00_A', 4, indexed('t_00_A'));
    expect(await index.open(10)).toEqual([]);
    expect(await board.seatsOf('u_MARTA')).toEqual([]);
  });
});

describe('routing', () => {
  it('offers a chat once, though every process routes at the same time', async () => {
    await world.arrive(actor('u_LUIS'));
    await world.arrive(actor('u_MARTA'));
    await world.deps.index.project('t_00_A', 1, indexed('t_00_A'));
    const made = await Promise.all(Array.from({ length: 4 }, () => routeWaiting(world.deps)));
    expect(made.flat()).toHaveLength(1);
    expect((await world.eventTypes()).filter((type) => type === 'chat.offered')).toHaveLength(1);
  });

  it('goes on to the next agent when the first lets it pass, or declines', async () => {
    await world.arrive(actor('u_LUIS'));
    await world.arrive(actor('u_MARTA'));
    await world.deps.index.project('t_00_A', 1, indexed('t_00_A'));
    const [first] = await routeWaiting(world.deps);
    expect(await routeWaiting(world.deps)).toEqual([]);
    world.clock.advance(30_000);
    const [second] = await routeWaiting(world.deps);
    expect([first?.userId, second?.userId].sort()).toEqual(['u_LUIS', 'u_MARTA']);
    await world.deps.board.declineOffer('t_00_A', first?.userId ?? '', world.clock.nowMs());
    expect(await routeWaiting(world.deps)).toEqual([]);
    await world.deps.board.declineOffer('t_00_A', second?.userId ?? '', world.clock.nowMs());
    expect((await routeWaiting(world.deps))[0]?.userId).toBe(first?.userId);
  });

  it('forgets the offer when the chat no longer waits', async () => {
    await world.arrive(actor('u_LUIS'));
    await world.deps.index.project('t_00_A', 1, indexed('t_00_A'));
    await routeWaiting(world.deps);
    await world.deps.index.project('t_00_A', 2, indexed('t_00_A', { state: 'assigned', agentId: 'u_MARTA' }));
    expect(await world.deps.board.offers()).toEqual([]);
  });
});

describe('the desk’s figures', () => {
  it('follow presence and opening hours', async () => {
    expect(await readDesk(world.deps)).toEqual({ open: false, waiting: 0, agentsPresent: 0 });
    const hours: OpeningHours = { timeZone: 'Europe/Madrid', days: { 2: [['09:00', '18:00']] } };
    await world.deps.settings.setOpeningHours(hours);
    expect((await readDesk(world.deps)).opensAtMs).toBe(Date.UTC(2026, 10, 24, 8));
    await world.arrive(actor('u_LUIS'));
    expect(await readDesk(world.deps)).toEqual({ open: true, waiting: 0, agentsPresent: 1, waitSeconds: 60, hours });
    world.clock.advance(MINUTE);
    expect((await readDesk(world.deps)).open).toBe(false);
  });

  it('keep the newest fifty first replies, each once', async () => {
    const { board } = world.deps;
    for (let n = 0; n < 60; n += 1) await board.noteFirstReply(`t_00_${n}`, { seconds: n, atMs: n });
    await board.noteFirstReply('t_00_59', { seconds: 59, atMs: 59 });
    const kept = await board.firstReplies();
    expect(kept).toHaveLength(50);
    expect(kept.at(-1)).toEqual({ seconds: 59, atMs: 59 });
  });
});

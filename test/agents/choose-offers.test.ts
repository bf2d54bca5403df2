import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentPresence } from '../../src/agents/agent.ts';
import type { ChatOffer } from '../../src/agents/agent-board.ts';
import type { IndexedChat } from '../../src/agents/chat-index.ts';
import { chooseOffers } from '../../src/agents/choose-offers.ts';

const NOW = 1_000_000;
const agent = (userId: string, more: Partial<AgentPresence> = {}): AgentPresence => ({
  userId,
  name: userId,
  teams: [],
  skills: [],
  languages: [],
  status: 'available',
  capacity: 2,
  load: 0,
  seenAtMs: NOW,
  ...more,
});
const chat = (chatId: string, more: Partial<IndexedChat> = {}): IndexedChat => ({
  chatId,
  contactId: 'p_00_X',
  state: 'waiting',
  skills: [],
  priority: 5,
  language: 'es',
  queuedAtMs: NOW - 1000,
  ...more,
});
const offer = (chatId: string, tried: string[], untilMs: number): ChatOffer => ({ chatId, tried, userId: tried.at(-1) ?? '', untilMs });
const choose = (waiting: IndexedChat[], agents: AgentPresence[], offers: ChatOffer[] = []) =>
  chooseOffers({ waiting, agents, offers, nowMs: NOW }).map(({ chat: { chatId }, userId }) => `${chatId}→${userId}`);

describe('who is offered what', () => {
  it('gives the most urgent, then the longest waiting, to the least loaded', () => {
    const waiting = [
      chat('late', { queuedAtMs: NOW - 1 }),
      chat('early', { queuedAtMs: NOW - 9 }),
      chat('urgent', { priority: 0, queuedAtMs: NOW }),
    ];
    expect(choose(waiting, [agent('a', { capacity: 1 }), agent('b', { capacity: 4, load: 3 })])).toEqual(['urgent→a', 'early→b']);
  });

  it.each([
    ['away', { status: 'away' }],
    ['not heard of', { seenAtMs: NOW - 45_001 }],
    ['full', { load: 2 }],
    ['of another team', { teams: ['billing'] }],
    ['without the skill', { skills: ['fibre'] }],
  ] as const)('passes over an agent who is %s', (_, more) => {
    const wanted = chat('x', { team: 'support', skills: ['gas'] });
    const able = { teams: ['support'], skills: ['gas'] };
    expect(choose([wanted], [agent('a', { ...able, ...(more as Partial<AgentPresence>) })])).toEqual([]);
    expect(choose([wanted], [agent('a', able)])).toEqual(['x→a']);
  });

  it('prefers who served the person before, then who speaks the language', () => {
    const agents = [agent('a', { languages: ['en'] }), agent('b', { languages: ['es-MX'] }), agent('c', { languages: ['es'], load: 1 })];
    expect(choose([chat('x')], agents)).toEqual(['x→b']);
    expect(choose([chat('x', { lastAgentId: 'c' })], agents)).toEqual(['x→c']);
  });

  it('falls back to the others when nobody speaks the language', () => {
    expect(choose([chat('x', { language: 'eu' })], [agent('a', { languages: ['en'] })])).toEqual(['x→a']);
  });

  it('leaves an open offer alone and goes on to the next when it ran out', () => {
    const agents = [agent('a'), agent('b')];
    expect(choose([chat('x')], agents, [offer('x', ['a'], NOW + 1)])).toEqual([]);
    expect(choose([chat('x')], agents, [offer('x', ['a'], NOW)])).toEqual(['x→b']);
    expect(choose([chat('x')], agents, [offer('x', ['a', 'b'], NOW)])).toEqual(['x→a']);
  });

  it('takes an offer from an agent who left', () => {
    expect(choose([chat('x')], [agent('a', { status: 'away' }), agent('b')], [offer('x', ['a'], NOW + 1)])).toEqual(['x→b']);
  });

  it('never gives anybody more than fits, nor one chat to two', () => {
    const agents = fc.array(fc.record({ capacity: fc.nat(4), load: fc.nat(4) }), { maxLength: 6 });
    fc.assert(
      fc.property(agents, fc.nat(12), (given, count) => {
        const desk = given.map((each, i) => agent(`a${i}`, each));
        const waiting = Array.from({ length: count }, (_, i) => chat(`c${i}`));
        const chosen = chooseOffers({ waiting, agents: desk, offers: [], nowMs: NOW });
        expect(new Set(chosen.map(({ chat: { chatId } }) => chatId)).size).toBe(chosen.length);
        for (const { userId, capacity, load } of desk) {
          expect(chosen.filter((each) => each.userId === userId).length).toBeLessThanOrEqual(Math.max(0, capacity - load));
        }
        const free = desk.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0);
        expect(chosen).toHaveLength(Math.min(free, count));
      }),
    );
  });
});

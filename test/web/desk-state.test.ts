import { describe, expect, it } from 'vitest';
import type { DeskAgent, DeskChat, DeskFrame, DeskMessage } from '../../src/http/contract/desk.ts';
import { fillCanned, findCanned } from '../../src/web/pages/desk/canned-replies.ts';
import { applyFrame, type DeskState, deskColumns, EMPTY_DESK, mergeMessages } from '../../src/web/pages/desk/desk-state.ts';
import { composerLock } from '../../src/web/pages/desk/lock.ts';

const NOW = Date.UTC(2026, 10, 21, 10);
const ME: DeskAgent = { userId: 'u_1', name: 'Carla', teams: [], skills: [], languages: [], status: 'available', capacity: 3, load: 0 };

function chat(id: string, more: Partial<DeskChat> = {}): DeskChat {
  return {
    id,
    caseNumber: '7K3Q-X9TB',
    state: 'waiting',
    address: '+34 ••• ••• 222',
    language: 'es',
    skills: [],
    priority: 5,
    openedAtMs: NOW,
    lastInboundAtMs: NOW,
    windowUntilMs: NOW + 3_600_000,
    lastMessage: { atMs: NOW, by: 'customer', text: 'Hola' },
    unread: 0,
    fromCall: false,
    optedOut: false,
    ...more,
  };
}

function message(seq: number, more: Partial<DeskMessage> = {}): DeskMessage {
  return { seq, id: `m-${seq}`, atMs: NOW, by: 'agent', text: `text ${seq}`, ...more };
}

function snapshot(chats: DeskChat[]): DeskFrame {
  return {
    type: 'snapshot',
    nowMs: NOW + 5_000,
    me: ME,
    supervises: false,
    chats,
    agents: [ME],
    teams: ['support'],
    canned: [],
    templates: [],
    figures: { open: true, waiting: 0, agentsPresent: 1 },
  };
}

const pending = { messageId: 'm-9', chatId: 't_01_A', kind: 'reply', text: 'text 9', atMs: NOW } as const;

describe('the desk after a frame', () => {
  it('forgets with a snapshot every chat that is not in it, and keeps what is not sent yet', () => {
    const before: DeskState = { ...EMPTY_DESK, chats: { t_01_B: chat('t_01_B') }, outbox: [pending] };
    const after = applyFrame(before, snapshot([chat('t_01_A')]), NOW);
    expect(Object.keys(after.chats)).toEqual(['t_01_A']);
    expect(after.outbox).toEqual([pending]);
    expect(after.clockSkewMs).toBe(5_000);
  });

  it('drops a pending post once it stands in the thread', () => {
    const opened = applyFrame(
      { ...EMPTY_DESK, outbox: [pending] },
      { type: 'thread', chat: chat('t_01_A'), marks: [], ticketTypes: [], messages: [message(1)] },
      NOW,
    );
    expect(opened.outbox).toHaveLength(1);
    const after = applyFrame(opened, { type: 'messages', chatId: 't_01_A', messages: [message(9)] }, NOW);
    expect(after.outbox).toEqual([]);
    expect(after.thread?.messages.map(({ seq }) => seq)).toEqual([1, 9]);
  });

  it('takes nothing of a chat that is no longer open into the one that is', () => {
    const opened = applyFrame(
      EMPTY_DESK,
      { type: 'thread', chat: chat('t_01_A'), marks: [], ticketTypes: [], messages: [message(1)] },
      NOW,
    );
    const late: DeskFrame[] = [
      { type: 'messages', chatId: 't_01_B', messages: [message(2)] },
      { type: 'viewers', chatId: 't_01_B', viewers: [{ userId: 'u_2', name: 'Bruno' }] },
      { type: 'typing', chatId: 't_01_B', userId: 'u_2', name: 'Bruno', untilMs: NOW + 5_000 },
    ];
    expect(late.reduce((state, frame) => applyFrame(state, frame, NOW), opened)).toEqual(opened);
  });

  it('shows the newer telling of an entry, whatever came in between', () => {
    const merged = mergeMessages([message(1, { delivery: 'sent' }), message(3)], [message(2), message(1, { delivery: 'read' })]);
    expect(merged.map(({ seq, delivery }) => [seq, delivery])).toEqual([
      [1, 'read'],
      [2, undefined],
      [3, undefined],
    ]);
  });
});

describe('the columns', () => {
  it('put what is offered to me first, then by priority, then who waits longest', () => {
    const chats = [
      chat('t_01_A', { queuedAtMs: NOW - 1 }),
      chat('t_01_B', { queuedAtMs: NOW - 9 }),
      chat('t_01_C', { queuedAtMs: NOW, priority: 1 }),
      chat('t_01_D', { queuedAtMs: NOW, offer: { userId: 'u_1', untilMs: NOW + 1 } }),
      chat('t_01_E', { state: 'assigned', agent: { userId: 'u_1', name: 'Carla' } }),
      chat('t_01_F', { state: 'assigned', agent: { userId: 'u_2', name: 'Bruno' } }),
      chat('t_01_G', { state: 'closed' }),
    ];
    const { waiting, mine, others } = deskColumns(applyFrame(EMPTY_DESK, snapshot(chats), NOW));
    expect(waiting.map(({ id }) => id)).toEqual(['t_01_D', 't_01_C', 't_01_B', 't_01_A']);
    expect(mine.map(({ id }) => id)).toEqual(['t_01_E']);
    expect(others.map(({ id }) => id)).toEqual(['t_01_F']);
  });
});

describe('the composer', () => {
  const mine = chat('t_01_A', { state: 'assigned', agent: { userId: 'u_1', name: 'Carla' } });
  it.each([
    { why: undefined, of: mine },
    { why: 'window', of: { ...mine, windowUntilMs: NOW } },
    { why: 'opted-out', of: { ...mine, optedOut: true, windowUntilMs: NOW } },
    { why: 'opted-out', of: { ...mine, optedOut: true, reopened: true, windowUntilMs: NOW } },
    { why: undefined, of: { ...mine, optedOut: true, reopened: true } },
    { why: 'not-yours', of: { ...mine, agent: { userId: 'u_2', name: 'Bruno' } } },
    { why: 'waiting', of: chat('t_01_A') },
    { why: 'bot', of: chat('t_01_A', { state: 'bot' }) },
    { why: 'closed', of: chat('t_01_A', { state: 'closed' }) },
  ])('is locked for a reply: $why', ({ why, of }) => {
    expect(composerLock(of, 'u_1', 'reply', NOW)).toBe(why);
  });

  it('takes a note wherever the chat is open', () => {
    expect(composerLock(chat('t_01_A'), 'u_1', 'note', NOW)).toBeUndefined();
    expect(composerLock(chat('t_01_A', { state: 'closed' }), 'u_1', 'note', NOW)).toBe('closed');
  });
});

describe('ready-made replies', () => {
  const reply = (shortcut: string, language: string) => ({ id: `${shortcut}-${language}`, shortcut, language, title: shortcut, text: '' });

  it('come in the language of the chat first, then by how their shortcut begins', () => {
    const canned = [reply('hola', 'es'), reply('adios', 'en'), reply('hola', 'en'), reply('caso', 'en')];
    expect(findCanned(canned, 'o', 'en').map(({ id }) => id)).toEqual(['adios-en', 'hola-en', 'caso-en', 'hola-es']);
    expect(findCanned(canned, 'HOL', 'es').map(({ id }) => id)).toEqual(['hola-es', 'hola-en']);
  });

  it('leave no hole where a name is not known', () => {
    expect(fillCanned('Hello, {{customer}}. I am {{agent}}.', { caseNumber: 'X' }, 'Carla')).toBe('Hello. I am Carla.');
    expect(fillCanned('{{customer}}: {{caseNumber}}', { name: 'Ana', caseNumber: '7K3Q' }, '')).toBe('Ana: 7K3Q');
  });
});

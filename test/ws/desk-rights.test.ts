import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FRAME_RIGHTS } from '../../src/access/rights.ts';
import { ROLES, type Role } from '../../src/access/user.ts';
import type { DeskCommandBody } from '../../src/http/contract/desk.ts';
import { type ChatWorld, createChatWorld } from '../chat/chat-world.ts';
import { openPage, startDesk } from './desk-page.ts';

const COMES_IN: readonly Role[] = ['administrator', 'supervisor', 'agent'];

let world: ChatWorld;
let desk: Awaited<ReturnType<typeof startDesk>>;

beforeAll(async () => {
  world = await createChatWorld();
  desk = await startDesk(world);
});
afterAll(async () => {
  await desk.stop();
  await world.stop();
});

const uuid = '11111111-2222-4333-8444-555555555555';

/** One frame of every type, about a chat that is the bot's. */
function frames(chatId: string): Record<string, DeskCommandBody> {
  return {
    heartbeat: { type: 'heartbeat' },
    'set-status': { type: 'set-status', status: 'away' },
    open: { type: 'open', chatId },
    typing: { type: 'typing', chatId },
    seen: { type: 'seen', chatId },
    claim: { type: 'claim', chatId, takeOver: true },
    decline: { type: 'decline', chatId },
    reply: { type: 'reply', chatId, messageId: uuid, text: 'Hola' },
    note: { type: 'note', chatId, messageId: uuid.replace('1', '2'), text: 'Nota' },
    'send-template': {
      type: 'send-template',
      chatId,
      messageId: uuid.replace('1', '3'),
      template: 'follow-up',
      language: 'es',
      values: {},
    },
    mark: { type: 'mark', chatId, mark: 'vip', on: true },
    retype: { type: 'retype', chatId, urgent: true },
    transfer: { type: 'transfer', chatId, to: { kind: 'team', team: 'support' } },
    'hand-back': { type: 'hand-back', chatId },
    close: { type: 'close', chatId, disposition: 'resolved' },
    leave: { type: 'leave' },
  } as Record<string, DeskCommandBody>;
}

const NEEDS_OWN = new Set(['transfer', 'hand-back', 'close']);

function knock(cookie: string): Promise<number> {
  return new Promise((resolve) => {
    const ws = new WebSocket(desk.address, { headers: { cookie } });
    ws.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    ws.on('open', () => {
      ws.close();
      resolve(101);
    });
    ws.on('error', () => {});
  });
}

describe('the socket of the desk', () => {
  it.each(ROLES)('knows whether %s may come in', async (role) => {
    expect(await knock(role)).toBe(COMES_IN.includes(role) ? 101 : 403);
  });

  it('has a right for every frame that is tried here, and the other way round', () => {
    expect(Object.keys(frames('t_00_X')).sort()).toEqual(Object.keys(FRAME_RIGHTS['/ws/desk'] ?? {}).sort());
  });

  it.each(['supervisor', 'administrator'] as const)('takes every frame from %s', async (role) => {
    await world.reset();
    const { id } = await world.say('hola');
    const page = await openPage(desk.address, role);
    for (const [type, frame] of Object.entries(frames(id))) {
      // What was passed on or ended before is taken back first.
      if (NEEDS_OWN.has(type)) await page.ask(frames(id).claim as DeskCommandBody);
      const code = (await page.ask(frame)).error?.code;
      expect(['not-allowed', 'chat-not-yours', 'body-invalid'], `${type}: ${code}`).not.toContain(code);
    }
    await page.close();
  });

  it('shows an agent no chat that is not theirs, whatever the frame', async () => {
    await world.reset();
    const { id } = await world.say('hola');
    const page = await openPage(desk.address, 'agent');
    for (const type of ['open', 'typing', 'seen', 'claim', 'reply', 'note', 'send-template', 'mark', 'retype', 'transfer', 'hand-back']) {
      const answer = await page.ask(frames(id)[type] as DeskCommandBody);
      expect(answer.ok, type).toBe(false);
    }
    expect(page.of('thread')).toEqual([]);
    await page.close();
  });
});

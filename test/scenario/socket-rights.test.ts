import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import { FRAME_RIGHTS } from '../../src/access/rights.ts';
import { ROLES, type Role } from '../../src/access/user.ts';
import { startTestService, type TestService } from '../support/service.ts';

const USERS: Readonly<Record<Role, string>> = {
  administrator: 'demo',
  'flow-editor': 'demo-editor',
  publisher: 'demo-publisher',
  supervisor: 'demo-supervisor',
  agent: 'demo-agent',
  analyst: 'demo-analyst',
  auditor: 'demo-auditor',
};

/** Who may send what, written down a second time. */
const LET_IN: Readonly<Record<string, readonly Role[]>> = {
  '/ws/desk': ['administrator', 'supervisor', 'agent'],
  '/ws/flows': ['administrator', 'flow-editor', 'publisher', 'supervisor', 'analyst', 'auditor'],
};

const chatId = 't_00_NOBODY';
const messageId = '11111111-2222-4333-8444-555555555555';
/** One frame of each kind, about a chat that there is not: refused for that, where it is not refused for the role. */
const FRAMES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  '/ws/desk': {
    heartbeat: {},
    'set-status': { status: 'away' },
    open: { chatId },
    typing: { chatId },
    seen: { chatId },
    claim: { chatId },
    decline: { chatId },
    reply: { chatId, messageId, text: 'Hola' },
    note: { chatId, messageId, text: 'Nota' },
    'send-template': { chatId, messageId, template: 'follow-up', language: 'es', values: {} },
    transfer: { chatId, to: { kind: 'team', team: 'support' } },
    'hand-back': { chatId },
    close: { chatId, disposition: 'resolved' },
    mark: { chatId, mark: 'vip', on: true },
    retype: { chatId, urgent: true },
    leave: {},
  },
  '/ws/flows': { join: { flowId: 'support' }, select: { step: 'call/main-menu' }, heartbeat: {}, leave: {} },
};

let t: TestService;
const cookies = new Map<Role, string>();
beforeAll(async () => {
  t = await startTestService();
  for (const role of ROLES) {
    const answer = await supertest(t.publicUrl).post('/api/session').send({ username: USERS[role], password: DEMO_PASSWORD }).expect(200);
    cookies.set(role, String(answer.headers['set-cookie']).split(';')[0] ?? '');
  }
});
afterAll(() => t?.stop());

/** The socket, or the status with which the door stayed shut. */
function knock(path: string, cookie: string | undefined): Promise<WebSocket | number> {
  return new Promise((resolve) => {
    const headers = { origin: t.publicUrl, ...(cookie !== undefined && { cookie }) };
    const ws = new WebSocket(`${t.publicUrl.replace('http', 'ws')}${path}`, { headers });
    ws.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    ws.on('open', () => resolve(ws));
    ws.on('error', () => {});
  });
}

/** What came of one frame: nothing, or the code of its refusal. */
function send(ws: WebSocket, type: string, body: object): Promise<string | undefined> {
  return new Promise((resolve) => {
    const hear = (text: Buffer) => {
      const frame = JSON.parse(text.toString()) as { type: string; id?: string; ok?: boolean; error?: { code: string } };
      if (frame.type !== 'ack' || frame.id !== type) return;
      ws.off('message', hear);
      resolve(frame.error?.code);
    };
    ws.on('message', hear);
    ws.send(JSON.stringify({ type, id: type, ...body }));
  });
}

describe.each(Object.keys(FRAMES))('%s', (path) => {
  it('has a right for every frame that is tried here, and the other way round', () => {
    expect(Object.keys(FRAMES[path] ?? {}).sort()).toEqual(Object.keys(FRAME_RIGHTS[path] ?? {}).sort());
  });

  it('stays shut to who is not signed in', async () => {
    expect(await knock(path, undefined)).toBe(401);
  });

  it.each(ROLES)('takes every frame of %s, or not one of them', async (role) => {
    const socket = await knock(path, cookies.get(role));
    if (!LET_IN[path]?.includes(role)) {
      expect(socket).toBe(403);
      return;
    }
    if (typeof socket === 'number') throw new Error(`${role} is refused: ${socket}`);
    for (const [type, body] of Object.entries(FRAMES[path] ?? {})) {
      const refused = await send(socket, type, body);
      expect([undefined, 'chat-not-found', 'chat-not-yours'], `${role} ${type}: ${refused}`).toContain(refused);
    }
    // What no table names nobody may send.
    expect(await send(socket, 'publish', {})).toBe('body-invalid');
    socket.close();
  });
});

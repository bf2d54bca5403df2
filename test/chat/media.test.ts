import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { mediaRoutes } from '../../src/http/media-routes.ts';
import { createMediaFiles } from '../../src/store/media-files.ts';
import { USERS } from '../ws/desk-page.ts';
import { actor, type ChatWorld, createChatWorld } from './chat-world.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1');
let world: ChatWorld;
let folder: string;
beforeAll(async () => {
  world = await createChatWorld();
  folder = await mkdtemp(join(tmpdir(), 'relevo-media-'));
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('media files', () => {
  it('are kept once, named by their bytes, typed by what the bytes show', async () => {
    const media = createMediaFiles(folder);
    const [one, two] = await Promise.all([media.put(png), media.put(png)]);
    expect(one).toEqual(two);
    expect(await readdir(folder)).toEqual([one.mediaId]);
    expect(await media.get(one.mediaId)).toEqual({ bytes: png, contentType: 'image/png' });
  });

  it.each([
    ['%PDF-1.7', 'application/pdf'],
    ['OggS....', 'audio/ogg'],
    ['\x00\x00\x00\x18ftypmp42', 'video/mp4'],
    ['<script>alert(1)</script>', 'application/octet-stream'],
    ['<svg onload="x">', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('%j is %s', async (bytes, contentType) => {
    expect((await createMediaFiles(folder).put(Buffer.from(bytes, 'latin1'))).contentType).toBe(contentType);
  });

  it('are not found by a path', async () => {
    const media = createMediaFiles(folder);
    for (const id of ['../../etc/passwd', `${'0'.repeat(64)}/x.png`, '', 'nothing.png']) expect(await media.get(id)).toBeUndefined();
  });
});

describe('GET /api/media/:id', () => {
  const as = (name: keyof typeof USERS) => {
    const app = express();
    app.use((_, res, next) => {
      res.locals.identity = { user: USERS[name], via: 'session', sessionId: 's' };
      next();
    });
    app.use('/api/media', mediaRoutes({ store: world.deps.store, media: world.deps.media }));
    app.use((error: { status?: number }, _: express.Request, res: express.Response, __: express.NextFunction) =>
      res.sendStatus(error.status ?? 500),
    );
    return request(app);
  };

  it('shows what was sent to those who may see the chat, harmlessly', async () => {
    world.carrier.media.set('https://carrier.test/ME1', png);
    await world.say('', { media: [{ url: 'https://carrier.test/ME1', contentType: 'image/png' }] });
    const chat = await world.say('persona');
    await claimChat(world.deps, actor('u_LUIS'), { chatId: chat.id });
    const mediaId = (await world.thread(chat.id)).flatMap(({ media }) => media ?? [])[0]?.mediaId;
    const shown = await as('luis').get(`/api/media/${chat.id}.${mediaId}`);
    expect(shown.status).toBe(200);
    expect(shown.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect(shown.headers['content-security-policy']).toContain('sandbox');
    expect(Buffer.compare(shown.body, png)).toBe(0);
    expect((await as('boss').get(`/api/media/${chat.id}.${mediaId}`)).status).toBe(200);
    expect((await as('marta').get(`/api/media/${chat.id}.${mediaId}`)).status).toBe(404);
    expect((await as('boss').get(`/api/media/${chat.id}.${'0'.repeat(64)}.png`)).status).toBe(404);
    expect((await as('boss').get('/api/media/nothing')).status).toBe(404);
  });
});

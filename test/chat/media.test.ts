import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import type { ChatId } from '../../src/base/ids.ts';
import { silentLogger } from '../../src/base/log.ts';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { createAuditHook } from '../../src/http/audit-trail.ts';
import { mediaRoutes } from '../../src/http/media-routes.ts';
import { createMediaFiles } from '../../src/store/media-files.ts';
import { deskMessage } from '../../src/ws/desk-views.ts';
import { USERS } from '../ws/desk-page.ts';
import { actor, type ChatWorld, createChatWorld, HOUR, NOON } from './chat-world.ts';

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

const CHAT = 't_00_AAAA' as ChatId;
const OTHER = 't_00_BBBB' as ChatId;
const DAY = 24 * HOUR;

describe('media files', () => {
  it('are kept once in a chat, named by their bytes, typed by what the bytes show', async () => {
    const media = createMediaFiles(folder, world.clock);
    const [one, two] = await Promise.all([media.put(CHAT, png), media.put(CHAT, png)]);
    expect(one).toEqual(two);
    expect(await readdir(join(folder, CHAT))).toEqual([one.mediaId]);
    expect(await media.get(CHAT, one.mediaId)).toEqual({ bytes: png, contentType: 'image/png' });
    expect(await media.get(OTHER, one.mediaId)).toBeUndefined();
  });

  it.each([
    ['%PDF-1.7', 'application/pdf', undefined],
    ['OggS....', 'audio/ogg', 'text/html'],
    ['\x00\x00\x00\x18ftypmp42', 'video/mp4', undefined],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/msword', undefined],
    ['PK\x03\x04', 'application/zip', 'application/x-anything'],
    [
      'PK\x03\x04',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['<script>alert(1)</script>', 'application/octet-stream', undefined],
    ['<svg onload="x">', 'application/octet-stream', 'image/svg+xml'],
    ['', 'application/octet-stream', undefined],
  ])('%j is %s', async (bytes, contentType, declared) => {
    const media = createMediaFiles(folder, world.clock);
    const kept = await media.put(CHAT, Buffer.from(bytes, 'latin1'), declared);
    expect(kept.contentType).toBe(contentType);
    expect((await media.get(CHAT, kept.mediaId))?.contentType).toBe(contentType);
  });

  it('are not found by a path', async () => {
    const media = createMediaFiles(folder, world.clock);
    for (const id of ['../../etc/passwd', `${'0'.repeat(64)}/x.png`, '', 'nothing.png']) expect(await media.get(CHAT, id)).toBeUndefined();
    const { mediaId } = await media.put(CHAT, png);
    for (const chat of ['..', `../${CHAT}`, '']) expect(await media.get(chat as ChatId, mediaId)).toBeUndefined();
  });

  it('are swept by their age, also those of earlier versions and half-written ones; nothing else is touched', async () => {
    const own = await mkdtemp(join(tmpdir(), 'relevo-sweep-'));
    const clock = createManualClock(NOON);
    const media = createMediaFiles(own, clock);
    const old = await media.put(CHAT, png);
    const again = await media.put(OTHER, png);
    const flat = `${'a'.repeat(64)}.png`;
    for (const name of [flat, `${flat}.1.part`, 'notes.txt']) {
      await writeFile(join(own, name), png);
      await utimes(join(own, name), new Date(NOON), new Date(NOON));
    }
    expect(await media.get(CHAT, flat)).toMatchObject({ contentType: 'image/png' });
    clock.advance(20 * DAY);
    // Sent once more: its time begins anew.
    await media.put(OTHER, png);
    clock.advance(11 * DAY);
    expect(await media.sweep(clock.nowMs() - 30 * DAY)).toBe(3);
    expect(await media.get(CHAT, old.mediaId)).toBeUndefined();
    expect(await media.get(OTHER, again.mediaId)).toBeDefined();
    expect((await readdir(own)).sort()).toEqual(['notes.txt', OTHER]);
    expect(await media.sweep(clock.nowMs() - 30 * DAY)).toBe(0);
    await rm(own, { recursive: true, force: true });
  });
});

describe('an attachment past its retention', () => {
  it('is removed by the job, says so at its address, and the desk says that it is no longer kept', async () => {
    world.carrier.media.set('https://carrier.test/ME9', png);
    const chat = await world.say('hola', { media: [{ url: 'https://carrier.test/ME9', contentType: 'image/png' }] });
    const entry = (await world.thread(chat.id)).find(({ media }) => media);
    if (!entry) throw new Error('the attachment was not kept');
    const shownAt = (nowMs: number) => deskMessage(chat, entry, nowMs - world.deps.mediaKeptMs);
    expect(shownAt(world.clock.nowMs()).media).toHaveLength(1);
    const sweep = world.jobs.periodic.find(({ name }) => name === 'sweep-media');
    await sweep?.run();
    expect(await world.deps.media.get(chat.id, entry.media?.[0]?.mediaId ?? '')).toBeDefined();
    world.clock.advance(31 * DAY);
    await sweep?.run();
    expect(await world.deps.media.get(chat.id, entry.media?.[0]?.mediaId ?? '')).toBeUndefined();
    expect(shownAt(world.clock.nowMs())).toMatchObject({ mediaProblem: 'expired' });
    expect(shownAt(world.clock.nowMs()).media).toBeUndefined();
    expect((await as('boss').get(`/api/media/${chat.id}.${entry.media?.[0]?.mediaId}`)).status).toBe(410);
    world.clock.set(NOON);
  });
});

const as = (name: keyof typeof USERS) => {
  const app = express();
  app.use((_, res, next) => {
    res.locals.identity = { user: USERS[name], via: 'session', sessionId: 's' };
    next();
  });
  app.use(createAuditHook({ ...world.deps, clock: world.clock, log: silentLogger }));
  app.use('/api/media', mediaRoutes({ store: world.deps.store, media: world.deps.media }));
  app.use((error: { status?: number }, _: express.Request, res: express.Response, __: express.NextFunction) =>
    res.sendStatus(error.status ?? 500),
  );
  return request(app);
};

describe('GET /api/media/:id', () => {
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

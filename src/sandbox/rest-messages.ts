import { type Request, type Response, Router } from 'express';
import { takeBehaviour } from './behaviour.ts';
import { chosenAnswer } from './chosen-answer.ts';
import type { PostWebhook } from './fetch-document.ts';
import { findHandset } from './find-handset.ts';
import { formOf } from './form-body.ts';
import type { Message } from './message.ts';
import { readMessageRequest } from './message-request.ts';
import { RestError } from './rest-error.ts';
import { iso8601, legacyPage, messageResource, rfc2822 } from './rest-format.ts';
import { sendMessage } from './send-message.ts';
import type { World } from './world.ts';

/** Messages and their media, below `/2010-04-01/Accounts/{AC}`. */
export function messageRoutes(world: World, post: PostWebhook): Router {
  const router = Router();
  router.post('/Messages.json', (request, response) => create(world, post, request, response));
  router.get('/Messages.json', (request, response) => {
    response.json(legacyPage(request, 'messages', matching(world, request), (message) => messageResource(world, message)));
  });
  router.get('/Messages/:sid.json', (request, response) => {
    response.json(messageResource(world, messageOf(world, request)));
  });
  router.post('/Messages/:sid.json', (request, response) => {
    const message = messageOf(world, request);
    const form = formOf(request);
    if (form.Status !== undefined) throw new RestError(400, 20001, 'Only a scheduled message can be canceled.');
    if (form.Body !== '') throw new RestError(400, 20001, 'Body can only be set to an empty string.');
    message.body = '';
    response.json(messageResource(world, message));
  });
  router.delete('/Messages/:sid.json', (request, response) => {
    world.messages.delete(messageOf(world, request).sid);
    world.changes.announce();
    response.status(204).end();
  });
  router.get('/Messages/:sid/Media.json', (request, response) => {
    const items = messageOf(world, request).mediaSids.flatMap((sid) => world.media.get(sid) ?? []);
    response.json(legacyPage(request, 'media_list', items, (media) => mediaResource(world, media.sid, media.messageSid)));
  });
  router.get('/Messages/:sid/Media/:media', (request, response) => sendMedia(world, request, response));
  router.delete('/Messages/:sid/Media/:media', (request, response) => {
    if (!world.media.delete(bare(String(request.params.media)))) throw new RestError(404, 20404);
    response.status(204).end();
  });
  return router;
}

/** Some chosen troubles swallow the answer: the connection stays silent until the client gives up, or breaks. */
function create(world: World, post: PostWebhook, request: Request, response: Response): void {
  const wanted = readMessageRequest(world, formOf(request));
  const behaviour = takeBehaviour(world, findHandset(world, wanted.to)?.number ?? wanted.to, wanted.channel);
  const chosen = chosenAnswer(world, behaviour);
  const message = chosen?.created === false ? undefined : sendMessage(world, post, wanted, behaviour);
  if (chosen) chosen.respond(request, response);
  else if (message) response.status(201).json(messageResource(world, message));
}

function messageOf(world: World, request: Request): Message {
  const message = world.messages.get(String(request.params.sid));
  if (!message) throw new RestError(404, 20404, `The requested resource ${request.originalUrl.split('?')[0]} was not found`);
  return message;
}

/** `To`, `From`, `DateSent`, `DateSent<`, `DateSent>`: the last two include their bound. Newest first. */
function matching(world: World, request: Request): Message[] {
  const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
  const bound = (name: string) => {
    const text = query.get(name);
    if (text === null) return undefined;
    const ms = Date.parse(text);
    if (Number.isNaN(ms)) throw new RestError(400, 20001, `${name} is not a date`);
    return ms;
  };
  const [after, before, on] = [bound('DateSent>'), bound('DateSent<'), bound('DateSent')];
  const wanted = (message: Message) => {
    const at = message.sentAtMs ?? message.createdAtMs;
    const whole = Math.floor(at / 1000) * 1000;
    if (query.has('To') && message.to !== query.get('To')) return false;
    if (query.has('From') && message.from !== query.get('From')) return false;
    if (after !== undefined && whole < Math.floor(after / 1000) * 1000) return false;
    if (before !== undefined && whole > before) return false;
    return on === undefined || iso8601(at).slice(0, 10) === iso8601(on).slice(0, 10);
  };
  return [...world.messages.values()].filter(wanted).reverse();
}

function bare(sid: string): string {
  return sid.replace(/\.json$/, '');
}

/** `.json` gives the resource; without it the bytes are had by a redirect to another host, which takes no credentials. */
function sendMedia(world: World, request: Request, response: Response): void {
  const name = String(request.params.media);
  const media = world.media.get(bare(name));
  if (!media || media.messageSid !== request.params.sid) throw new RestError(404, 20404);
  if (name.endsWith('.json')) return void response.json(mediaResource(world, media.sid, media.messageSid));
  response.redirect(307, `${world.choices.storageUrl}/${world.account.accountSid}/${media.sid}`);
}

function mediaResource(world: World, sid: string, messageSid: string): Record<string, unknown> {
  const media = world.media.get(sid);
  const created = rfc2822(media?.createdAtMs ?? 0);
  return {
    account_sid: world.account.accountSid,
    content_type: media?.contentType ?? null,
    date_created: created,
    date_updated: created,
    parent_sid: messageSid,
    sid,
    uri: `/2010-04-01/Accounts/${world.account.accountSid}/Messages/${messageSid}/Media/${sid}.json`,
  };
}

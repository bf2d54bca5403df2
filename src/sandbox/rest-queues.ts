import { type Request, Router } from 'express';
import { formOf, value } from './form-body.ts';
import { averageWaitSeconds, queueNamed } from './queue.ts';
import { readUrl } from './rest-calls.ts';
import { RestError } from './rest-error.ts';
import { legacyPage, rfc2822, VERSION } from './rest-format.ts';
import type { Queue, QueueMember, World } from './world.ts';

const MAX_SIZE = 5000;

/** Queues and their members, below `/2010-04-01/Accounts/{AC}`. */
export function queueRoutes(world: World): Router {
  const router = Router();
  router.get('/Queues.json', (request, response) => {
    response.json(legacyPage(request, 'queues', [...world.queues.values()], (queue) => queueResource(world, queue)));
  });
  router.post('/Queues.json', (request, response) => {
    const form = formOf(request);
    const name = value(form, 'FriendlyName');
    if (name === undefined || name.length > 64) throw new RestError(400, 20001, 'FriendlyName is required, at most 64 characters.');
    if (world.queues.has(name)) throw new RestError(400, 22003, `Queue with friendly name ${name} already exists.`);
    response.status(201).json(queueResource(world, queueNamed(world, name, sizeOf(value(form, 'MaxSize')) ?? 1000)));
  });
  router.get('/Queues/:sid.json', (request, response) => {
    response.json(queueResource(world, queueOf(world, request)));
  });
  router.post('/Queues/:sid.json', (request, response) => {
    const queue = queueOf(world, request);
    queue.maxSize = sizeOf(value(formOf(request), 'MaxSize')) ?? queue.maxSize;
    response.json(queueResource(world, queue));
  });
  router.delete('/Queues/:sid.json', (request, response) => {
    const queue = queueOf(world, request);
    if (queue.members.length > 0) throw new RestError(400, 22002, 'The queue is not empty.');
    world.queues.delete(queue.name);
    response.status(204).end();
  });
  addMemberRoutes(router, world);
  return router;
}

function addMemberRoutes(router: Router, world: World): void {
  router.get('/Queues/:sid/Members.json', (request, response) => {
    const queue = queueOf(world, request);
    response.json(legacyPage(request, 'queue_members', queue.members, (member) => memberResource(world, queue, member)));
  });
  router.get('/Queues/:sid/Members/:call.json', (request, response) => {
    const queue = queueOf(world, request);
    response.json(memberResource(world, queue, memberOf(queue, request)));
  });
  router.post('/Queues/:sid/Members/:call.json', (request, response) => {
    const queue = queueOf(world, request);
    const member = memberOf(queue, request);
    const form = formOf(request);
    const resource = memberResource(world, queue, member);
    member.call.line.send({ kind: 'divert', request: readUrl(value(form, 'Url') ?? '', value(form, 'Method')), fromQueue: true });
    response.json(resource);
  });
}

function sizeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE)
    throw new RestError(400, 20001, `MaxSize is a whole number from 1 to ${MAX_SIZE}.`);
  return size;
}

function queueOf(world: World, request: Request): Queue {
  for (const queue of world.queues.values()) if (queue.sid === request.params.sid) return queue;
  throw new RestError(404, 20404);
}

/** A member by its call, or the one in front. */
function memberOf(queue: Queue, request: Request): QueueMember {
  const sid = request.params.call;
  const member = sid === 'Front' ? queue.members[0] : queue.members.find((candidate) => candidate.call.sid === sid);
  if (!member) throw new RestError(404, 20404);
  return member;
}

function queueResource(world: World, queue: Queue): Record<string, unknown> {
  const { accountSid } = world.account;
  return {
    account_sid: accountSid,
    average_wait_time: averageWaitSeconds(world, queue),
    current_size: queue.members.length,
    date_created: rfc2822(queue.createdAtMs),
    date_updated: rfc2822(queue.createdAtMs),
    friendly_name: queue.name,
    max_size: queue.maxSize,
    sid: queue.sid,
    uri: `/${VERSION}/Accounts/${accountSid}/Queues/${queue.sid}.json`,
  };
}

function memberResource(world: World, queue: Queue, member: QueueMember): Record<string, unknown> {
  return {
    call_sid: member.call.sid,
    date_enqueued: rfc2822(member.joinedAtMs),
    position: queue.members.indexOf(member) + 1,
    queue_sid: queue.sid,
    uri: `/${VERSION}/Accounts/${world.account.accountSid}/Queues/${queue.sid}/Members/${member.call.sid}.json`,
    wait_time: Math.floor((world.scheduler.nowMs() - member.joinedAtMs) / 1000),
  };
}

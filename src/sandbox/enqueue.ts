import type { Bridge } from './call.ts';
import { callParameters } from './call-parameters.ts';
import { type FetchedDocument, fetchDocument, resolveUrl } from './fetch-document.ts';
import { Diverted, listen, note, passTime } from './line-listening.ts';
import { averageWaitSeconds, leaveQueue, positionIn, queueNamed } from './queue.ts';
import type { Parameters } from './signature.ts';
import { go, type HangUp, type Step, type Verb, type Walk } from './walk.ts';
import type { Queue } from './world.ts';
import { textOf, type XmlElement } from './xml.ts';

/** How long the carrier's own music lasts before it starts again. */
const MUSIC_MS = 60_000;
/** A wait document that takes less time is not asked for again before. */
const LEAST_ROUND_MS = 1000;

type Ending = {
  readonly result: string /** When the wait was over, if a conversation followed. */;
  readonly connectedAtMs?: number;
  readonly step?: HangUp;
  readonly thrown?: Diverted;
};

/**
 * `<Enqueue>`: the caller waits, `waitUrl` is asked for again each time its document ends, and the action is told the
 * result. Source: https://www.twilio.com/docs/voice/twiml/enqueue
 */
export const enqueueVerb: Verb = async (walk, element, document) => {
  const { world, call } = walk;
  const name = textOf(element).trim();
  const joinedAtMs = world.scheduler.nowMs();
  if (name === '' || name.length > 64) return result(walk, element, document, { result: 'error' }, undefined, joinedAtMs);
  const queue = queueNamed(world, name);
  if (queue.members.length >= queue.maxSize) return result(walk, element, document, { result: 'queue-full' }, queue, joinedAtMs);
  queue.members.push({ call, joinedAtMs });
  call.queue = { name, joinedAtMs };
  call.state = 'queued';
  note(world, call, { kind: 'note', text: `waits in the queue ${name}, position ${positionIn(queue, call)}` });
  const ending = await untilOut(walk, element, document, queue, joinedAtMs);
  leaveQueue(queue, call);
  delete call.queue;
  if (call.state === 'queued') call.state = 'playing';
  world.changes.announce();
  return result(walk, element, document, ending, queue, joinedAtMs);
};

async function untilOut(walk: Walk, element: XmlElement, document: FetchedDocument, queue: Queue, joinedAtMs: number): Promise<Ending> {
  try {
    const step = await waitRounds(walk, element, document, queue, joinedAtMs);
    return step?.kind === 'hangup' ? { result: 'hangup', step } : { result: 'leave' };
  } catch (error) {
    if (!(error instanceof Diverted)) {
      leaveQueue(queue, walk.call);
      delete walk.call.queue;
      throw error;
    }
    if (error.why.kind === 'hangup') return { result: 'hangup', thrown: error };
    if (error.why.kind === 'divert') return { result: 'redirected', thrown: error };
    leaveQueue(queue, walk.call);
    delete walk.call.queue;
    return talk(walk, error.why.bridge);
  }
}

async function waitRounds(walk: Walk, element: XmlElement, document: FetchedDocument, queue: Queue, joinedAtMs: number): Promise<Step> {
  const { world, call } = walk;
  const waitUrl = element.attributes.waitUrl;
  const waiting: Walk = { ...walk, scope: 'wait', more: () => waitParameters(walk, queue, joinedAtMs) };
  for (;;) {
    const startedAtMs = world.scheduler.nowMs();
    if (waitUrl === undefined || waitUrl.trim() === '') {
      if (waitUrl === undefined) note(world, call, { kind: 'play', text: 'the carrier’s own music' });
      await passTime(world, call, MUSIC_MS);
      continue;
    }
    let next = go(waiting, resolveUrl(document.url, waitUrl), element.attributes.waitUrlMethod);
    while (next?.kind === 'go') next = await walk.run(waiting, await fetchDocument(world, walk.post, call, next.request));
    if (next) return next;
    await passTime(world, call, LEAST_ROUND_MS - (world.scheduler.nowMs() - startedAtMs));
  }
}

function waitParameters(walk: Walk, queue: Queue, joinedAtMs: number): Parameters {
  return {
    QueueSid: queue.sid,
    QueuePosition: String(positionIn(queue, walk.call)),
    QueueTime: seconds(walk, joinedAtMs),
    AvgQueueTime: String(averageWaitSeconds(walk.world, queue)),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  };
}

async function talk(walk: Walk, bridge: Bridge): Promise<Ending> {
  const { call, world } = walk;
  const connectedAtMs = world.scheduler.nowMs();
  call.state = 'bridged';
  call.dialled = bridge.partner;
  note(world, call, { kind: 'note', text: `connected to the ${bridge.partner}` });
  try {
    while (bridge.live) await listen(call);
    note(world, call, { kind: 'note', text: 'the other side hung up' });
    return { result: 'bridged', connectedAtMs };
  } catch (error) {
    if (!(error instanceof Diverted)) throw error;
    return { result: error.why.kind === 'divert' ? 'redirected-from-bridged' : 'bridged', thrown: error, connectedAtMs };
  } finally {
    bridge.end('caller');
    delete call.dialled;
    call.state = 'playing';
  }
}

/** Tells the action; an answer is executed only when the caller is still there and nobody took the call elsewhere. */
async function result(
  walk: Walk,
  element: XmlElement,
  document: FetchedDocument,
  ending: Ending,
  queue: Queue | undefined,
  joinedAtMs: number,
): Promise<Step> {
  const action = element.attributes.action?.trim();
  const parameters = { QueueResult: ending.result, QueueSid: queue?.sid ?? '', QueueTime: seconds(walk, joinedAtMs, ending.connectedAtMs) };
  const url = action ? resolveUrl(document.url, action) : undefined;
  const gone = ending.step !== undefined || ending.thrown !== undefined;
  if (!gone) return url === undefined ? undefined : go(walk, url, element.attributes.method, parameters);
  if (url !== undefined) {
    const hungUp = ending.thrown?.why.kind === 'hangup' || ending.step !== undefined;
    const all = callParameters(walk.world, walk.call, { ...parameters, ...(hungUp && { CallStatus: 'completed' }) });
    await walk.post({ url, method: element.attributes.method?.toUpperCase() === 'GET' ? 'GET' : 'POST', parameters: all });
  }
  if (ending.thrown) throw ending.thrown;
  return ending.step;
}

/** How long somebody waited; a conversation is no waiting. */
function seconds(walk: Walk, sinceMs: number, untilMs = walk.world.scheduler.nowMs()): string {
  return String(Math.floor((untilMs - sinceMs) / 1000));
}

import { createBridge } from './bridge.ts';
import type { Bridge, Call } from './call.ts';
import { callParameters } from './call-parameters.ts';
import { modeOf } from './called-phone.ts';
import { type FetchedDocument, resolveUrl } from './fetch-document.ts';
import { Diverted, listen, note, noteCallProblem } from './line-listening.ts';
import { callScreened, joinLeg } from './screened-leg.ts';
import { makeSid } from './sids.ts';
import type { Parameters } from './signature.ts';
import { wholeNumber } from './twiml.ts';
import { go, type Step, type Verb, type Walk } from './walk.ts';
import { textOf, type XmlElement } from './xml.ts';

type DialStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

interface Dialled {
  readonly status: DialStatus;
  readonly answeredAtMs?: number;
  readonly thrown?: Diverted;
  /** Of a leg with a document of its own. */
  readonly sid?: string;
}

/**
 * `<Dial>`: rings a phone of the business, or takes the next caller of a queue. With an action, that follows; without
 * one, the next verb. Source: https://www.twilio.com/docs/voice/twiml/dial
 */
export const dialVerb: Verb = async (walk, element, document) => {
  const { world, call } = walk;
  const sid = makeSid('CA', world.random);
  const noun = element.children.find((child): child is XmlElement => typeof child !== 'string');
  const target = textOf(noun ?? element).trim();
  const before = call.state;
  call.state = 'dialling';
  call.dialled = target;
  note(world, call, { kind: 'ring', text: target });
  const dialled =
    noun?.name === 'Queue'
      ? await dialQueue(walk, element, target)
      : noun?.attributes.url
        ? await dialScreened(walk, element, document, noun)
        : await dialPhone(walk, element, target);
  delete call.dialled;
  call.state = before;
  note(world, call, { kind: 'note', text: `the dialled line: ${dialled.status}` });
  return finish(walk, element, document, dialled.sid ?? sid, dialled);
};

async function dialPhone(walk: Walk, element: XmlElement, target: string): Promise<Dialled> {
  const { world, call } = walk;
  if (!/^\+?[\d\s-]{3,}$|^sips?:\S+@\S+$|^[\w.-]+$/i.test(target)) {
    noteCallProblem(world, call, 13223, `"${target}" can't be dialled`, false);
    return { status: 'failed' };
  }
  const mode = modeOf(world, target);
  if (mode === 'busy' || mode === 'failed') return { status: mode };
  const timeoutMs = wholeNumber(element, 'timeout', 30, 1) * 1000;
  try {
    if (mode !== 'answer' && mode !== 'voicemail') {
      const rang = await ring(walk, target, timeoutMs, mode === 'ring');
      if (rang !== 'answer') return { status: rang };
    }
  } catch (error) {
    if (error instanceof Diverted) return { status: 'canceled', thrown: error };
    throw error;
  }
  const bridge = createBridge(call, target, world.scheduler.nowMs(), () => world.agentPhone.talking.delete(call.sid));
  world.agentPhone.talking.set(call.sid, { call, via: target, hangUp: () => bridge.end('partner') });
  return talk(walk, element, bridge);
}

/** Whoever answers hears a document first, and is joined where it ends. */
async function dialScreened(walk: Walk, element: XmlElement, document: FetchedDocument, noun: XmlElement): Promise<Dialled> {
  const { world, call } = walk;
  const leg = callScreened(walk, {
    url: resolveUrl(document.url, noun.attributes.url),
    method: noun.attributes.method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
    from: element.attributes.callerId ?? call.from,
    to: textOf(noun).trim(),
    timeoutMs: wholeNumber(element, 'timeout', 30, 1) * 1000,
  });
  try {
    for (;;) {
      const signal = await listen(call);
      if (signal === 'elapsed' || signal.kind !== 'leg') continue;
      if (signal.outcome !== 'join') return { status: signal.outcome, sid: leg.sid };
      return { ...(await talk(walk, element, joinLeg(world, call, leg))), sid: leg.sid };
    }
  } catch (error) {
    if (!(error instanceof Diverted)) throw error;
    leg.line.send({ kind: 'hangup', by: 'service' });
    return { status: 'canceled', thrown: error, sid: leg.sid };
  }
}

async function ring(walk: Walk, target: string, timeoutMs: number, answerable: boolean): Promise<'answer' | 'no-answer' | 'busy'> {
  const { world, call } = walk;
  const until = world.scheduler.nowMs() + timeoutMs;
  if (answerable) world.agentPhone.ringing.set(call.sid, { call, via: target });
  world.changes.announce();
  try {
    for (;;) {
      const signal = await listen(call, Math.max(0, until - world.scheduler.nowMs()));
      if (signal === 'elapsed') return 'no-answer';
      if (signal.kind === 'phone') return signal.does === 'answer' ? 'answer' : 'busy';
    }
  } finally {
    world.agentPhone.ringing.delete(call.sid);
  }
}

async function dialQueue(walk: Walk, element: XmlElement, name: string): Promise<Dialled> {
  const { world, call } = walk;
  const queue = world.queues.get(name);
  if (!queue) return { status: 'failed' };
  const until = world.scheduler.nowMs() + wholeNumber(element, 'timeout', 30, 1) * 1000;
  try {
    while (queue.members.length === 0) {
      if (world.scheduler.nowMs() >= until) return { status: 'no-answer' };
      await listen(call, 1000);
    }
  } catch (error) {
    if (error instanceof Diverted) return { status: 'canceled', thrown: error };
    throw error;
  }
  const member = queue.members.shift() as { call: Call };
  const bridge = createBridge(member.call, call.from, world.scheduler.nowMs(), () => call.line.send({ kind: 'bridge-ended' }));
  member.call.line.send({ kind: 'bridge', bridge });
  return talk(walk, element, bridge, 'partner');
}

async function talk(walk: Walk, element: XmlElement, bridge: Bridge, side: 'caller' | 'partner' = 'caller'): Promise<Dialled> {
  const { world, call } = walk;
  const answeredAtMs = world.scheduler.nowMs();
  const until = answeredAtMs + wholeNumber(element, 'timeLimit', 14_400, 1) * 1000;
  call.state = 'bridged';
  note(world, call, { kind: 'note', text: `connected to ${bridge.partner}` });
  try {
    while (bridge.live) {
      const signal = await listen(call, Math.max(0, until - world.scheduler.nowMs()));
      if (signal === 'elapsed' || signal.kind === 'bridge-ended') break;
    }
    return { status: 'completed', answeredAtMs };
  } catch (error) {
    if (error instanceof Diverted) return { status: 'completed', answeredAtMs, thrown: error };
    throw error;
  } finally {
    bridge.end(side);
    world.changes.announce();
  }
}

/** The action is asked also when the caller has gone or was moved away; its answer is then not executed. */
async function finish(walk: Walk, element: XmlElement, document: FetchedDocument, sid: string, dialled: Dialled): Promise<Step> {
  const { world, call } = walk;
  const action = element.attributes.action?.trim();
  if (!action) {
    if (dialled.thrown) throw dialled.thrown;
    return undefined;
  }
  const url = resolveUrl(document.url, action);
  const parameters: Parameters = {
    DialCallStatus: dialled.status,
    DialCallSid: sid,
    DialBridged: String(dialled.answeredAtMs !== undefined),
    ...(dialled.answeredAtMs !== undefined && {
      DialCallDuration: String(Math.round((world.scheduler.nowMs() - dialled.answeredAtMs) / 1000)),
    }),
  };
  if (!dialled.thrown) return go(walk, url, element.attributes.method, parameters);
  const hungUp = dialled.thrown.why.kind === 'hangup';
  const all = callParameters(world, call, { ...parameters, ...(hungUp && { CallStatus: 'completed' }) });
  await walk.post({ url, method: element.attributes.method?.toUpperCase() === 'GET' ? 'GET' : 'POST', parameters: all });
  throw dialled.thrown;
}

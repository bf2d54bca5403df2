import { dialVerb } from './dial.ts';
import { enqueueVerb } from './enqueue.ts';
import { type FetchedDocument, resolveUrl } from './fetch-document.ts';
import { gatherVerb } from './gather.ts';
import { noteCallProblem } from './line-listening.ts';
import { recordVerb } from './record.ts';
import { speakVerb } from './speak.ts';
import { go, type Step, type Verb, type Walk } from './walk.ts';
import { textOf } from './xml.ts';

/** What a `waitUrl` document may hold. Source: https://www.twilio.com/docs/voice/twiml/enqueue */
const ALLOWED_IN_WAIT = new Set(['Say', 'Play', 'Pause', 'Hangup', 'Redirect', 'Leave', 'Gather']);

const VERBS: Readonly<Record<string, Verb>> = {
  Say: speakVerb,
  Play: speakVerb,
  Pause: speakVerb,
  Gather: gatherVerb,
  Enqueue: enqueueVerb,
  Dial: dialVerb,
  Record: recordVerb,
  Redirect: async (walk, element, document) => go(walk, resolveUrl(document.url, textOf(element)), element.attributes.method),
  Leave: async (walk) => (walk.scope === 'wait' ? { kind: 'leave' } : undefined),
  Hangup: async () => ({ kind: 'hangup' }),
  Reject: async (walk, element) => {
    if (walk.call.status !== 'ringing') return { kind: 'hangup' };
    return { kind: 'hangup', status: element.attributes.reason === 'busy' ? 'busy' : 'no-answer' };
  },
};

/** Runs the verbs of a document in order, until one leads elsewhere; undefined when it ends. */
export async function runVerbs(walk: Walk, document: FetchedDocument): Promise<Step> {
  for (const element of document.verbs) {
    const verb = VERBS[element.name];
    if (!verb) continue;
    if (walk.scope === 'wait' && !ALLOWED_IN_WAIT.has(element.name)) {
      noteCallProblem(walk.world, walk.call, 12200, `<${element.name}> is not allowed while waiting in a queue and is skipped`, true);
      continue;
    }
    answer(walk, element.name);
    const step = await verb(walk, element, document);
    if (step) return step;
  }
  return undefined;
}

function answer(walk: Walk, verb: string): void {
  const { call, world } = walk;
  if (call.status !== 'ringing' || verb === 'Reject') return;
  call.status = 'in-progress';
  call.state = 'playing';
  call.answeredAtMs = world.scheduler.nowMs();
  world.changes.announce();
}

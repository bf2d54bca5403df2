import { DocumentFailure, resolveUrl } from './fetch-document.ts';
import { note, passTime } from './line-listening.ts';
import { wholeNumber } from './twiml.ts';
import type { Step, Verb, Walk } from './walk.ts';
import { textOf, type XmlElement } from './xml.ts';

type Interruption = Awaited<ReturnType<typeof passTime>>;

const FOR_EVER_MS = 24 * 3_600_000;

/** Says, plays or is silent. With `interruptible` the key or word that cut it short is the answer. Throws Diverted. */
export async function prompt(walk: Walk, element: XmlElement, url: string, interruptible: boolean): Promise<Interruption> {
  const { world, call } = walk;
  if (element.name === 'Pause') {
    const seconds = wholeNumber(element, 'length', 1, 0, 86_400);
    note(world, call, { kind: 'pause', text: `${seconds} s` });
    return passTime(world, call, seconds * 1000, interruptible);
  }
  const loop = wholeNumber(element, 'loop', 1, 0, 1000);
  const once = element.name === 'Say' ? say(walk, element, url) : await play(walk, element, url, interruptible);
  return passTime(world, call, loop === 0 ? FOR_EVER_MS : once * loop, interruptible);
}

function say(walk: Walk, element: XmlElement, url: string): number {
  const text = textOf(element).replace(/\s+/g, ' ').trim();
  const { voice, language } = element.attributes;
  const limit = voice?.startsWith('Polly.') ? 3000 : voice?.startsWith('Google.') ? 5000 : 4096;
  if (text.length > limit) throw new DocumentFailure(13521, url, `a <Say> has ${text.length} characters, ${limit} are allowed`);
  note(walk.world, walk.call, { kind: 'say', text, ...(language && { language }), ...(voice && { voice }) });
  const speed = walk.world.delays.charactersPerSecond;
  return speed > 0 ? (text.length / speed) * 1000 : 0;
}

async function play(walk: Walk, element: XmlElement, base: string, inGather: boolean): Promise<number> {
  const { digits } = element.attributes;
  const address = textOf(element).trim();
  if (digits === undefined) await fetchSound(walk, resolveUrl(base, address), inGather);
  note(walk.world, walk.call, { kind: 'play', text: digits ? `tones ${digits}` : address });
  return walk.world.delays.playMs;
}

/** Fetches what lies on the service, as the carrier would; elsewhere nothing is asked for. Throws DocumentFailure. */
async function fetchSound({ world }: Walk, url: string, inGather: boolean): Promise<void> {
  if (!url.startsWith(`${world.account.serviceUrl()}/`)) return;
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch((error: unknown) => error);
  if (!(answer instanceof Response)) throw new DocumentFailure(11200, url, `the recording could not be fetched: ${String(answer)}`);
  await answer.arrayBuffer().catch(() => undefined);
  if (!answer.ok) throw new DocumentFailure(11200, url, `the recording was answered with ${answer.status}`);
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (!SOUND_TYPES.has(type))
    throw new DocumentFailure(inGather ? 13325 : 13420, url, `the recording has the type "${type}", which is no sound`);
}

/** Source: https://www.twilio.com/docs/voice/twiml/play */
const SOUND_TYPES = new Set(
  'audio/mpeg audio/wav audio/wave audio/x-wav audio/aiff audio/x-aifc audio/x-aiff audio/x-gsm audio/gsm audio/ulaw'.split(' '),
);

/** `<Say>`, `<Play>` and `<Pause>` as verbs of their own: keys pressed meanwhile are lost. */
export const speakVerb: Verb = async (walk, element, document): Promise<Step> => {
  await prompt(walk, element, document.url, false);
  return undefined;
};

import { DocumentFailure } from './fetch-document.ts';
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
  const once = element.name === 'Say' ? say(walk, element, url) : play(walk, element);
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

function play(walk: Walk, element: XmlElement): number {
  const what = element.attributes.digits ? `tones ${element.attributes.digits}` : textOf(element).trim();
  note(walk.world, walk.call, { kind: 'play', text: what });
  return walk.world.delays.playMs;
}

/** `<Say>`, `<Play>` and `<Pause>` as verbs of their own: keys pressed meanwhile are lost. */
export const speakVerb: Verb = async (walk, element, document): Promise<Step> => {
  await prompt(walk, element, document.url, false);
  return undefined;
};

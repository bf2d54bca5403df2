/** A part of what is said: text, SSML content without its root element, or the address of a recording. */
export interface WordingPart {
  readonly kind: 'text' | 'ssml' | 'recording';
  readonly text: string;
}

/** A recording on this service, or elsewhere. */
const RECORDING = /^(?:\/audio\/|https?:\/\/)[^\s{}]+\.(?:wav|mp3)$/i;
/** What was meant as the address of something to play, well written or not: it stands alone on its line. */
const ADDRESS_LIKE = /^(?:https?:\/\/\S+|\/?audio\/\S+|\/\S+\.\w{2,4})$/i;
const SSML = /<speak>([\s\S]*?)<\/speak>/g;

/** The parts of a wording of the voice side, in order: SSML in its root element, a recording on a line of its own, and text. */
export function splitWording(text: string): readonly WordingPart[] {
  const parts: WordingPart[] = [];
  let from = 0;
  for (const match of text.matchAll(SSML)) {
    parts.push(...splitLines(text.slice(from, match.index)));
    parts.push({ kind: 'ssml', text: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  parts.push(...splitLines(text.slice(from)));
  return parts.length > 0 ? parts : [{ kind: 'text', text }];
}

function splitLines(text: string): WordingPart[] {
  if (text.trim() === '') return [];
  if (!text.includes('\n') && !isRecording(text.trim())) return [{ kind: 'text', text }];
  const parts: WordingPart[] = [];
  let spoken: string[] = [];
  const flush = () => {
    if (spoken.join('').trim() !== '') parts.push({ kind: 'text', text: spoken.join('\n') });
    spoken = [];
  };
  for (const line of text.split('\n')) {
    if (!isRecording(line.trim())) spoken.push(line);
    else {
      flush();
      parts.push({ kind: 'recording', text: line.trim() });
    }
  }
  flush();
  return parts;
}

/** Is the text the address of a recording that can be played? */
export function isRecording(text: string): boolean {
  return RECORDING.test(text);
}

/** Was the text meant as the address of a recording? */
export function isAddressLike(line: string): boolean {
  return ADDRESS_LIKE.test(line.trim());
}

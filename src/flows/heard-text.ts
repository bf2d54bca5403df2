/** How fast a synthetic voice reads, characters a second. */
const CHARACTERS_PER_SECOND = 15;
/** A prompt that takes longer than this, in seconds, is not listened to. */
export const PROMPT_SECONDS = 30;

/** A text as it is heard, without markup and with a short word in each place. */
export function heardText(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\{\{[^}]*\}\}/g, 'siete uno dos')
    .replace(/\s+/g, ' ')
    .trim();
}

/** About how long it takes to say what is heard, in seconds. */
export function secondsToSay(heard: string): number {
  return Math.ceil(heard.length / CHARACTERS_PER_SECOND);
}

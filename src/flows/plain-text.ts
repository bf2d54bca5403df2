/** Text as people mean it: without accents, capitals, punctuation and doubled blanks. For comparing, never for showing. */
export function plainText(text: string): string {
  return text
    .slice(0, 500)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Does the text hold the phrase as whole words? Both are plain text. */
export function holdsPhrase(text: string, phrase: string): boolean {
  return phrase !== '' && ` ${text} `.includes(` ${phrase} `);
}

/** What outsiders gave us, safe to say and write: one line, no control characters, at most `max` characters. */
export function tameText(text: string, max = 300): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .slice(0, max)
    .trim();
}

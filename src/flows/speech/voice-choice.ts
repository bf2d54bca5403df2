import { VOICED_LANGUAGES, voicesFor } from '../../channels/line-voices.ts';

/** Languages that an editor offers: those that the line has a voice for. Others can be typed. */
export const OFFERED_LANGUAGES = VOICED_LANGUAGES;

/** The voices that a language can be given, the usual one first. */
export function voiceChoices(language: string): readonly string[] {
  return voicesFor(language);
}

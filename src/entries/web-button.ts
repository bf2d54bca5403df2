import { escapeMarkup } from './qr-image.ts';

interface Words {
  readonly label: string;
  /** Heard, not seen. */
  readonly newWindow: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  es: { label: 'Escríbanos por WhatsApp', newWindow: 'se abre en otra ventana' },
  en: { label: 'Write to us on WhatsApp', newWindow: 'opens in another window' },
  ca: { label: 'Escrigui’ns per WhatsApp', newWindow: 's’obre en una altra finestra' },
  gl: { label: 'Escríbanos por WhatsApp', newWindow: 'ábrese noutra xanela' },
  eu: { label: 'Idatzi WhatsAppez', newWindow: 'beste leiho batean irekiko da' },
  pt: { label: 'Escreva-nos pelo WhatsApp', newWindow: 'abre noutra janela' },
};

const LINK_STYLE =
  'display:inline-flex;align-items:center;gap:.5em;padding:.75em 1.1em;border-radius:.5em;background:#075e54;color:#fff;font:600 1rem/1.2 system-ui,sans-serif;text-decoration:none';
const UNSEEN = 'position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
const BUBBLE = 'M12 3a9 9 0 0 0-7.8 13.5L3 21l4.6-1.2A9 9 0 1 0 12 3Z';

/**
 * The button for a page of somebody's own: a link, with no script, no picture from elsewhere and nothing that follows
 * anybody. Dark green on white letters (7.7 to 1); the browser's own focus ring stays. Pure.
 */
export function webButton(address: string, language: string): string {
  const words = WORDS[language.split('-')[0] ?? ''] ?? (WORDS.en as Words);
  return [
    `<a href="${escapeMarkup(address)}" lang="${escapeMarkup(language)}" target="_blank" rel="noopener noreferrer" style="${LINK_STYLE}">`,
    `<svg aria-hidden="true" focusable="false" width="20" height="20" viewBox="0 0 24 24" fill="currentColor"><path d="${BUBBLE}"/></svg>`,
    `${escapeMarkup(words.label)}<span style="${UNSEEN}"> (${escapeMarkup(words.newWindow)})</span>`,
    '</a>',
  ].join('\n');
}

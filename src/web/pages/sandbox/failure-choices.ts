import {
  BEHAVIOUR_KINDS,
  type Behaviour,
  FAILURE_GROUPS,
  type FailureEntry,
  type FailureMenu,
} from '../../../http/contract/sandbox-carrier.ts';
import type { MessageKey, Translate } from '../../messages/language.tsx';

/** What can be chosen to happen to a message: a kind of behaviour, or a code of the table. */
export interface Choice {
  /** Unique in the menu. */
  readonly id: string;
  readonly group: (typeof CHOICE_GROUPS)[number];
  /** Shown in front of the words; absent with a kind. */
  readonly code?: string;
  readonly words: string;
  /** What the service does about it. */
  readonly does: string;
  readonly kind: Behaviour['kind'];
  /** The ways in which a code can be told; none with a kind. */
  readonly tellings: readonly Telling[];
}

export const CHOICE_GROUPS = ['arrives', ...FAILURE_GROUPS] as const;
export const TELLINGS = ['refuse', 'fail', 'fail-after-sent'] as const;
export type Telling = (typeof TELLINGS)[number];

/** Shorthands, and what needs a code: they stand in the menu in another form. */
const ELSEWHERE = new Set<Behaviour['kind']>(['refuse', 'fail', 'fail-after-sent', 'duplicate-receipts', 'receipts-out-of-order']);
const ARRIVING = new Set<Behaviour['kind']>(['deliver', 'deliver-and-read', 'slow', 'never-delivered']);

/** Everything that can be chosen, in the words of the page. `said` translates what the service says in English. */
export function choicesOf(menu: FailureMenu, t: Translate, said: (english: string) => string): Choice[] {
  const kinds = BEHAVIOUR_KINDS.filter((kind) => !ELSEWHERE.has(kind)).map((kind): Choice => {
    const key = `behaviour.${kind}` as const satisfies MessageKey;
    return { id: kind, group: ARRIVING.has(kind) ? 'arrives' : 'again', words: t(key), does: t(`${key}.hint`), kind, tellings: [] };
  });
  const codes = menu.entries.map(
    (entry): Choice => ({
      id: entry.code,
      group: entry.group,
      code: entry.code.replace('http-', 'HTTP '),
      words: said(entry.meaning),
      does: said(entry.does),
      kind: entry.told,
      tellings: tellingsOf(entry),
    }),
  );
  return [...kinds, ...codes];
}

function tellingsOf({ origin, told }: FailureEntry): readonly Telling[] {
  if (origin === 'http') return ['refuse'];
  if (origin === 'whatsapp') return ['fail', 'fail-after-sent'];
  return [told, ...TELLINGS.filter((telling) => telling !== told)];
}

/** A code of five digits or of WhatsApp's that the table does not have. */
export function unknownChoice(menu: FailureMenu, code: string, t: Translate, said: (english: string) => string): Choice {
  return {
    id: code,
    group: 'tell',
    code,
    words: t('failures.unknownCode'),
    does: said(menu.unknownDoes),
    kind: 'fail',
    tellings: code.length === 5 ? ['fail', 'fail-after-sent', 'refuse'] : ['fail', 'fail-after-sent'],
  };
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Those whose code or words have all that was typed in; a code that is none of theirs is one that the table does not have. */
export function searchChoices(choices: readonly Choice[], typed: string): { readonly found: readonly Choice[]; readonly newCode?: string } {
  const words = plain(typed.trim()).split(/\s+/).filter(Boolean);
  const found = choices.filter(({ code = '', words: text, does }) => {
    const all = plain(`${code} ${text} ${does}`);
    return words.every((word) => all.includes(word));
  });
  const code = /^\d{5,6}$/.exec(typed.trim())?.[0];
  return { found, ...(code !== undefined && !choices.some(({ id }) => id === code) && { newCode: code }) };
}

/** A behaviour in a few words, as it stands among what is chosen. */
export function wordsOf(behaviour: Behaviour, t: Translate): string {
  const { kind, code, status, channel, receipts, times, delaySeconds } = behaviour;
  const { order, copies, afterSeconds } = receipts ?? {};
  return [
    code ?? (status === undefined || kind !== 'refuse' ? undefined : `HTTP ${status}`),
    kind === 'fail' ? t('failures.told.fail') : t(`behaviour.${kind}`),
    channel && t(`failures.channel.${channel}`),
    delaySeconds !== undefined && `${t('failures.delay')}: ${delaySeconds}`,
    order && order !== 'as-they-happen' && `${t('failures.order')} ${t(`failures.order.${order}`)}`,
    copies !== undefined && `${t('failures.copies')}: ${copies}`,
    afterSeconds !== undefined && `${t('failures.late')}: ${afterSeconds}`,
    times !== undefined && t('failures.left', { times }),
  ]
    .filter(Boolean)
    .join(' · ');
}

import type { MessageChoice, MessageList, OutboundContent } from '../../channels/messages.ts';
import type { ContentApi, ContentDraft } from './content.ts';

/** A message with something to choose. */
export type ChoiceMessage = Extract<OutboundContent, { kind: 'buttons' | 'list' }>;

/** The content that shows the choices, and the values that fill it; or text, where it can't be had. */
export type ChoicesAsSent =
  | { readonly kind: 'content'; readonly contentSid: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string };

export interface ChoiceContents {
  layOut(message: ChoiceMessage): Promise<ChoicesAsSent>;
  /** The stored content is no longer there: look again next time. */
  forget(): void;
}

interface Layout {
  readonly draft: ContentDraft;
  readonly variables: Readonly<Record<string, string>>;
}

/** Sources: https://www.twilio.com/docs/content/twilio-quick-reply and …/twilio-list-picker */
const MOST_BUTTONS = 3;
const MOST_ROWS = 10;
const LONGEST = { body: 1024, buttonTitle: 20, rowTitle: 24, description: 72, id: 200 } as const;
const LONGEST_TEXT = 1600;

/**
 * Buttons and lists inside the service window. The carrier shows them only from stored content, which needs no approval
 * here. One content per shape (how many buttons; how many rows, and which of them have a description) is made once, with
 * everything variable, so that no customer's text is stored at the carrier. When it can't be had, or something does not
 * fit, the choices are numbered lines of text.
 */
export function createChoiceContents(contents: ContentApi): ChoiceContents {
  const known = new Map<string, Promise<string | undefined>>();
  const contentFor = (draft: ContentDraft): Promise<string | undefined> => {
    const before = known.get(draft.friendlyName);
    if (before) return before;
    const asked = contents.findOrCreate(draft).then((sid) => {
      if (sid === undefined) known.delete(draft.friendlyName);
      return sid;
    });
    known.set(draft.friendlyName, asked);
    return asked;
  };
  return {
    forget: () => known.clear(),
    layOut: async (message) => {
      const layout = message.kind === 'buttons' ? layOutButtons(message.text, message.buttons) : layOutList(message.text, message.list);
      const contentSid = layout && (await contentFor(layout.draft));
      if (!contentSid) return { kind: 'text', text: asNumberedText(message) };
      return { kind: 'content', contentSid, variables: layout.variables };
    },
  };
}

/** Counts the variables of a content as they are placed, with their samples and their values. */
function createPlaces() {
  const samples: Record<string, string> = {};
  const variables: Record<string, string> = {};
  return {
    samples,
    variables,
    place(sample: string, value: string): string {
      const name = String(Object.keys(samples).length + 1);
      samples[name] = sample;
      variables[name] = oneLine(value);
      return `{{${name}}}`;
    },
  };
}

/** Text in 1, then title and id of each button. */
function layOutButtons(text: string, buttons: readonly MessageChoice[]): Layout | undefined {
  const fits = buttons.every(({ id, title }) => isWithin(title, LONGEST.buttonTitle) && id.length <= LONGEST.id);
  if (buttons.length < 1 || buttons.length > MOST_BUTTONS || !fits || !isWithin(text, LONGEST.body)) return undefined;
  const { samples, variables, place } = createPlaces();
  const body = place('Text', text);
  const actions = buttons.map(({ id, title }, i) => ({
    type: 'QUICK_REPLY',
    title: place(`Choice ${i + 1}`, title),
    id: place(`choice-${i + 1}`, id),
  }));
  const types = { 'twilio/quick-reply': { body, actions } };
  return { draft: { friendlyName: `relevo_reply_buttons_${buttons.length}`, language: 'en', variables: samples, types }, variables };
}

/** Text in 1, the opening button in 2, then title, id and, where there is one, description of each row. */
function layOutList(text: string, list: MessageList): Layout | undefined {
  const rows = flatRows(list);
  const fits = rows.every(
    ({ id, title, description }) =>
      isWithin(title, LONGEST.rowTitle) && id.length <= LONGEST.id && (description ?? '').length <= LONGEST.description,
  );
  if (rows.length < 1 || rows.length > MOST_ROWS || !fits) return undefined;
  if (!isWithin(text, LONGEST.body) || !isWithin(list.button, LONGEST.buttonTitle)) return undefined;
  const { samples, variables, place } = createPlaces();
  const body = place('Text', text);
  const button = place('Choose', list.button);
  const items = rows.map(({ id, title, description }, i) => ({
    item: place(`Choice ${i + 1}`, title),
    id: place(`choice-${i + 1}`, id),
    ...(description && { description: place(`About ${i + 1}`, description) }),
  }));
  // Which rows have a description, as bits: each shape is a content of its own, for no variable may be empty.
  const shape = rows.reduce((bits, { description }, i) => bits + (description ? 2 ** i : 0), 0).toString(16);
  const types = { 'twilio/list-picker': { body, button, items } };
  return { draft: { friendlyName: `relevo_list_${rows.length}_${shape}`, language: 'en', variables: samples, types }, variables };
}

/** This carrier's lists have no sections: their titles stand in the smaller line of each row, as far as it has room. */
function flatRows({ sections }: MessageList): readonly (MessageChoice & { readonly description?: string })[] {
  return sections.flatMap(({ title, rows }) =>
    rows.map((row) => {
      const line = [sections.length > 1 ? title : undefined, row.description].filter(Boolean).join(' · ');
      const description = line.length <= LONGEST.description ? line : row.description;
      return { id: row.id, title: row.title, ...(description && { description: oneLine(description) }) };
    }),
  );
}

/** The text with its choices as numbered lines: for SMS, and where they can't be had otherwise. */
export function asNumberedText(message: ChoiceMessage): string {
  const choices = message.kind === 'buttons' ? message.buttons : flatRows(message.list);
  const lines = choices.map((choice: MessageChoice & { readonly description?: string }, i) =>
    [`${i + 1}. ${choice.title}`, choice.description].filter(Boolean).join(' – '),
  );
  const whole = [message.text, '', ...lines].join('\n');
  if (whole.length <= LONGEST_TEXT) return whole;
  // The choices are what is answered: it is the text that is cut.
  const short = ['', ...choices.map(({ title }, i) => `${i + 1}. ${title}`)].join('\n');
  return `${message.text.slice(0, Math.max(0, LONGEST_TEXT - short.length - 2))}…\n${short}`;
}

function isWithin(text: string, longest: number): boolean {
  const { length } = oneLine(text);
  return length > 0 && length <= longest;
}

/** Values hold neither line breaks, tabs nor runs of blanks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

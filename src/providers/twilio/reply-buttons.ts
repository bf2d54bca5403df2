import type { OutboundContent } from '../../channels/messages.ts';
import type { ContentApi } from './content.ts';

type Buttons = Extract<OutboundContent, { kind: 'buttons' }>;

/** The content that shows buttons, and the values that fill it; or text, where buttons can't be had. */
export type ButtonsAsSent =
  | { readonly kind: 'content'; readonly contentSid: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string };

export interface ReplyButtons {
  layOut(message: Buttons): Promise<ButtonsAsSent>;
  /** The stored content is no longer there: look again next time. */
  forget(): void;
}

const MOST_BUTTONS = 3;
const LONGEST_TITLE = 20;
const LONGEST_BODY = 1024;

/**
 * Reply buttons inside the service window. The carrier shows buttons only from stored content, which needs no approval
 * here. One content per number of buttons is made once, with everything variable, so that no customer's text is stored
 * at the carrier. When it can't be had, or the text does not fit, the choices are numbered lines of text.
 */
export function createReplyButtons(contents: ContentApi): ReplyButtons {
  const known = new Map<number, Promise<string | undefined>>();
  const contentFor = (count: number): Promise<string | undefined> => {
    const before = known.get(count);
    if (before) return before;
    const asked = contents.findOrCreate(layoutOf(count)).then((sid) => {
      if (sid === undefined) known.delete(count);
      return sid;
    });
    known.set(count, asked);
    return asked;
  };
  return {
    forget: () => known.clear(),
    layOut: async (message) => {
      const contentSid = fitsButtons(message) ? await contentFor(message.buttons.length) : undefined;
      if (!contentSid) return { kind: 'text', text: asNumberedText(message) };
      const variables: Record<string, string> = { 1: oneLine(message.text) };
      message.buttons.forEach((button, i) => {
        variables[2 + 2 * i] = button.title;
        variables[3 + 2 * i] = button.id;
      });
      return { kind: 'content', contentSid, variables };
    },
  };
}

/** The stored content for that many buttons: text in 1, titles in 2, 4, 6, ids in 3, 5, 7. */
function layoutOf(count: number): { friendlyName: string; language: string; variables: Record<string, string>; types: object } {
  const variables: Record<string, string> = { 1: 'Text' };
  const actions = Array.from({ length: count }, (_, i) => {
    variables[2 + 2 * i] = `Choice ${i + 1}`;
    variables[3 + 2 * i] = `choice-${i + 1}`;
    return { type: 'QUICK_REPLY', title: `{{${2 + 2 * i}}}`, id: `{{${3 + 2 * i}}}` };
  });
  return {
    friendlyName: `relevo_reply_buttons_${count}`,
    language: 'en',
    variables,
    types: { 'twilio/quick-reply': { body: '{{1}}', actions } },
  };
}

function fitsButtons(message: Buttons): boolean {
  const { buttons, text } = message;
  const titlesFit = buttons.every((button) => button.title.length <= LONGEST_TITLE && button.id.length <= 200);
  return buttons.length >= 1 && buttons.length <= MOST_BUTTONS && titlesFit && text.length <= LONGEST_BODY;
}

/** The text with its choices as numbered lines: for SMS, and where buttons can't be had. */
export function asNumberedText(message: Buttons): string {
  const lines = message.buttons.map((button, i) => `${i + 1}. ${button.title}`);
  return [message.text, '', ...lines].join('\n').slice(0, 1600);
}

/** Values hold neither line breaks, tabs nor runs of blanks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

import { wireId } from '../chat-choices.ts';
import type { ChatSaying, TemplateInstead } from '../chat-outcomes.ts';
import { mediaKindOf } from '../media-kind.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { Wording } from '../schema/fields.ts';
import { type ChatAction, type ChatKit, type ChatLook, chatView, saying } from './chat-parts.ts';

type SendStep = Extract<ChatStep, { type: 'send' }>;
type AskStep = Extract<ChatStep, { type: 'ask' }>;
type Render = (look: ChatLook) => string;

const SILENT: Render = () => '';

function renderer(kit: ChatKit, wording: Wording | undefined): Render {
  if (!wording) return SILENT;
  const words = kit.words(wording);
  return (look) => words.text(look.context.language, chatView(look));
}

/** Buttons under a text; their ids name the step. */
export function buttonsSaying(
  kit: ChatKit,
  id: string,
  text: Wording | undefined,
  buttons: readonly { readonly id: string; readonly title: Wording }[],
): (look: ChatLook) => ChatSaying {
  const words = renderer(kit, text);
  const choices = buttons.map((button) => ({ id: wireId(id, button.id), title: renderer(kit, button.title) }));
  return (look) => ({ kind: 'buttons', text: words(look), buttons: choices.map((each) => ({ id: each.id, title: each.title(look) })) });
}

/** A list under a text. */
function listSaying(
  kit: ChatKit,
  id: string,
  text: Wording | undefined,
  list: NonNullable<AskStep['list']>,
): (look: ChatLook) => ChatSaying {
  const [words, button] = [renderer(kit, text), renderer(kit, list.button)];
  const sections = list.sections.map(({ title, rows }) => ({
    title: title && renderer(kit, title),
    rows: rows.map((row) => ({
      id: wireId(id, row.id),
      title: renderer(kit, row.title),
      description: row.description && renderer(kit, row.description),
    })),
  }));
  return (look) => ({
    kind: 'list',
    text: words(look),
    button: button(look),
    sections: sections.map((section) => ({
      ...(section.title && { title: section.title(look) }),
      rows: section.rows.map((row) => ({
        id: row.id,
        title: row.title(look),
        ...(row.description && { description: row.description(look) }),
      })),
    })),
  });
}

/** A question with what can be tapped under it. */
export function question(id: string, step: AskStep, kit: ChatKit): ChatAction {
  if (step.list) return saying(listSaying(kit, id, step.text, step.list));
  if (step.buttons?.length) return saying(buttonsSaying(kit, id, step.text, step.buttons));
  const words = renderer(kit, step.text);
  return saying((look) => ({ kind: 'text', text: words(look) }));
}

/** What a send step writes, in order: one message, or the text before a document or a sound, which carry no caption. */
export function sendSayings(id: string, step: SendStep, kit: ChatKit): readonly ChatAction[] {
  const makers = sendMakers(id, step, kit);
  if (!step.template) return makers.map(saying);
  const { name, texts } = step.template;
  const fill = Object.entries(texts).map(([key, wording]) => [key, renderer(kit, wording)] as const);
  const instead = (look: ChatLook): TemplateInstead => ({
    name,
    language: look.context.language,
    values: Object.fromEntries(fill.map(([key, render]) => [key, render(look)])),
  });
  return makers.map((make, at) => saying((look) => ({ ...make(look), ...(at === 0 && { outside: instead(look) }) })));
}

function sendMakers(id: string, step: SendStep, kit: ChatKit): readonly ((look: ChatLook) => ChatSaying)[] {
  const { text, media, location } = step;
  const words = renderer(kit, text);
  if (step.list) return [listSaying(kit, id, text, step.list)];
  if (step.buttons?.length) return [buttonsSaying(kit, id, text, step.buttons)];
  if (location) return [(look) => ({ kind: 'location', text: words(look), ...withoutUndefined(location) })];
  const plain = (look: ChatLook): ChatSaying => ({ kind: 'text', text: words(look) });
  if (media === undefined) return [plain];
  const kind = mediaKindOf(media);
  if (kind === 'image' || kind === 'video') return [(look) => ({ kind: 'media', text: words(look), address: media })];
  return [plain, () => ({ kind: 'media', text: '', address: media })];
}

function withoutUndefined({ latitude, longitude, address }: NonNullable<SendStep['location']>) {
  return { latitude, longitude, ...(address !== undefined && { address }) };
}

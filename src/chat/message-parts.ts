import type { ChatSaying } from '../flows/chat-outcomes.ts';
import type { ChatMessage } from './chat.ts';
import type { BotDeps } from './run-bot.ts';

/** What a message of the bot holds beside its text. */
export function messageParts(deps: Pick<BotDeps, 'templates' | 'mediaPath'>, saying: ChatSaying): Partial<ChatMessage> {
  const { outside } = saying;
  const ready = outside && deps.templates.fill(outside.name, outside.language, outside.values);
  // A template that is not approved now, or lacks a value, is no help later either: the message then waits for the window alone.
  return { ...partsOf(deps, saying), ...(ready && ready !== 'values-missing' && { outside: ready }) };
}

function partsOf({ mediaPath }: Pick<BotDeps, 'mediaPath'>, saying: ChatSaying): Partial<ChatMessage> {
  switch (saying.kind) {
    case 'text':
      return {};
    case 'buttons':
      return { buttons: saying.buttons };
    case 'list':
      return { list: { button: saying.button, sections: saying.sections } };
    case 'media':
      return { attachment: { address: saying.address.startsWith('https://') ? saying.address : mediaPath(saying.address) } };
    case 'location': {
      const { latitude, longitude, address } = saying;
      return { place: { latitude, longitude, ...(saying.text && { label: saying.text }), ...(address !== undefined && { address }) } };
    }
  }
}

import type { CustomerMessage, HandsetSettings, HandsetView, ThreadMessage } from '../http/contract/sandbox.ts';
import { pressButton, writeToBusiness } from './customer.ts';
import { readThread } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { changeHandset, handsetById, openLink } from './operate.ts';
import type { Time } from './time.ts';
import { viewHandset, viewMessage } from './view.ts';
import { waitUntil } from './wait-until.ts';
import type { World } from './world.ts';

type Match = string | RegExp | ((message: ThreadMessage) => boolean);

/** A customer's handset, played by a test. Each act resolves when the carrier has nothing more under way. */
export interface HandsetDriver {
  view(): HandsetView;
  set(settings: HandsetSettings): Promise<void>;
  /** The thread as the customer sees it: own messages, and those of the business that have arrived. */
  messages(): ThreadMessage[];
  /** Until a message of the business arrives that fits and was not waited for before. */
  waitForMessage(match?: Match, limitMs?: number): Promise<ThreadMessage>;
  waitForSms(match?: string | RegExp, limitMs?: number): Promise<{ readonly text: string; readonly links: readonly string[] }>;
  write(text: string, options?: { readonly replyTo?: string }): Promise<ThreadMessage>;
  send(message: CustomerMessage): Promise<ThreadMessage>;
  /** Presses a button by its title or index; of the newest message that has buttons, unless another is named. */
  pressButton(button: string | number, messageSid?: string): Promise<ThreadMessage>;
  /** Opens the thread: what has arrived is read. */
  read(): Promise<void>;
  /** Opens a wa.me link and sends the text that it fills in. */
  followLink(url: string): Promise<ThreadMessage>;
}

/** A driver of the handset with that number or business-scoped id, which is made when it does not exist. */
export function driveHandset(world: World, post: PostWebhook, time: Time, id: string): HandsetDriver {
  const handset = () => handsetById(world, id);
  const view = () => viewHandset(world, handset());
  const seen = new Set<string>();
  const arrived = () =>
    view().thread.filter((message) => message.by === 'customer' || message.ticks === 'delivered' || message.ticks === 'read');
  const send = async (message: CustomerMessage) => {
    const sent = writeToBusiness(world, post, handset(), message);
    await time.idle();
    return viewMessage(world, sent);
  };
  const nextOf = (match: Match | undefined) =>
    arrived().find((message) => message.by === 'business' && !seen.has(message.sid) && fits(match, message));
  return {
    view,
    set: async (settings) => {
      changeHandset(world, post, handset(), settings);
      await time.idle();
    },
    messages: arrived,
    waitForMessage: async (match, limitMs) => {
      const message = await waitUntil(
        world,
        () => nextOf(match),
        () => `a message to ${id}${describe(match)}.\n${JSON.stringify(view().thread, undefined, 1)}`,
        limitMs,
      );
      seen.add(message.sid);
      await time.idle();
      return message;
    },
    waitForSms: (match, limitMs) =>
      waitUntil(
        world,
        () => view().inbox.find((sms) => match === undefined || textFits(match, sms.text)),
        () => `an SMS to ${id}`,
        limitMs,
      ),
    write: (text, { replyTo } = {}) => send({ kind: 'text', text, ...(replyTo !== undefined && { replyTo }) }),
    send,
    pressButton: async (button, messageSid) => {
      const message = arrived().findLast((candidate) =>
        messageSid === undefined ? candidate.buttons.length > 0 : candidate.sid === messageSid,
      );
      const index = typeof button === 'number' ? button : message?.buttons.find((candidate) => candidate.title === button)?.index;
      if (!message || index === undefined) throw new Error(`there is no button "${button}" on ${id}`);
      const pressed = pressButton(world, post, handset(), message.sid, index);
      await time.idle();
      return viewMessage(world, pressed);
    },
    read: async () => {
      readThread(world, post, handset());
      await time.idle();
    },
    followLink: (url) => {
      openLink(world, handset(), url);
      return send({ kind: 'text', text: handset().draft ?? '' });
    },
  };
}

function fits(match: Match | undefined, message: ThreadMessage): boolean {
  if (match === undefined) return true;
  return typeof match === 'function' ? match(message) : textFits(match, message.text);
}

function textFits(match: string | RegExp, text: string): boolean {
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}

function describe(match: Match | undefined): string {
  return match === undefined || typeof match === 'function' ? '' : ` that fits ${match}`;
}

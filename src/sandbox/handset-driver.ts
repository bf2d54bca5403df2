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
  const settled = async <T>(result: T): Promise<T> => {
    await time.idle();
    return result;
  };
  const send = async (message: CustomerMessage) => {
    const sent = writeToBusiness(world, post, handset(), message);
    return viewMessage(world, await settled(sent));
  };
  return {
    view: () => viewHandset(world, handset()),
    ...watchHandset(world, time, id),
    set: async (settings) => settled(changeHandset(world, post, handset(), settings)),
    read: async () => settled(readThread(world, post, handset())),
    send,
    write: (text, { replyTo } = {}) => send({ kind: 'text', text, ...(replyTo !== undefined && { replyTo }) }),
    pressButton: async (button, messageSid) => {
      const found = findButton(arrivedAt(world, id), button, messageSid);
      if (!found) throw new Error(`there is no button "${button}" on ${id}`);
      const pressed = pressButton(world, post, handset(), found.sid, found.index);
      return viewMessage(world, await settled(pressed));
    },
    followLink: (url) => {
      openLink(world, handset(), url);
      return send({ kind: 'text', text: handset().draft ?? '' });
    },
  };
}

function watchHandset(world: World, time: Time, id: string): Pick<HandsetDriver, 'messages' | 'waitForMessage' | 'waitForSms'> {
  const view = () => viewHandset(world, handsetById(world, id));
  const seen = new Set<string>();
  return {
    messages: () => arrivedAt(world, id),
    waitForMessage: async (match, limitMs) => {
      const look = () =>
        arrivedAt(world, id).find((message) => message.by === 'business' && !seen.has(message.sid) && fits(match, message));
      const what = () => `a message to ${id}${describe(match)}.\n${JSON.stringify(view().thread, undefined, 1)}`;
      const message = await waitUntil(world, look, what, limitMs);
      seen.add(message.sid);
      await time.idle();
      return message;
    },
    waitForSms: (match, limitMs) => {
      const look = () => view().inbox.find((sms) => match === undefined || textFits(match, sms.text));
      return waitUntil(world, look, () => `an SMS to ${id}`, limitMs);
    },
  };
}

function arrivedAt(world: World, id: string): ThreadMessage[] {
  const { thread } = viewHandset(world, handsetById(world, id));
  return thread.filter((message) => message.by === 'customer' || message.ticks === 'delivered' || message.ticks === 'read');
}

function findButton(
  thread: readonly ThreadMessage[],
  button: string | number,
  messageSid?: string,
): { sid: string; index: number } | undefined {
  const message = thread.findLast((candidate) => (messageSid === undefined ? candidate.buttons.length > 0 : candidate.sid === messageSid));
  const index = typeof button === 'number' ? button : message?.buttons.find((candidate) => candidate.title === button)?.index;
  return message && index !== undefined ? { sid: message.sid, index } : undefined;
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

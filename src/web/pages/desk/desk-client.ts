import { DESK_CLOSE, type DeskCommandBody, DeskFrame } from '../../../http/contract/desk.ts';
import { applyFrame, type DeskPhase, type DeskState, EMPTY_DESK, type PendingPost } from './desk-state.ts';
import type { Outbox } from './outbox.ts';

type Ack = Extract<DeskFrame, { type: 'ack' }>;
interface Pending {
  readonly body: DeskCommandBody;
  readonly settle: (ack: Ack) => void;
}

export interface DeskClientDeps {
  readonly url: string;
  readonly outbox: Outbox;
  readonly onFrame?: (frame: DeskFrame, before: DeskState) => void;
}

const HEARTBEAT_MS = 15_000;
const SILENCE_MS = 35_000;
const MAX_RETRY_MS = 8_000;
/** Not repeated after a reconnect: the moment for them has passed, or the snapshot makes them needless. */
const PASSING = new Set<DeskCommandBody['type']>(['heartbeat', 'typing', 'open', 'leave', 'seen']);

/** Connecting again helps against anything but these. */
function phaseAfter(code: number): DeskPhase {
  if (code === DESK_CLOSE.signedOut) return 'signed-out';
  return code === DESK_CLOSE.tooMany ? 'too-many' : 'lost';
}

/** The desk's socket: connects again by itself, repeats what was not confirmed, and holds what the page shows. */
export class DeskClient {
  #state: DeskState;
  readonly #deps: DeskClientDeps;
  readonly #listeners = new Set<() => void>();
  readonly #pending = new Map<string, Pending>();
  #socket: WebSocket | undefined;
  #openChat: string | undefined;
  #attempt = 0;
  #heardAtMs = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(deps: DeskClientDeps) {
    this.#deps = deps;
    this.#state = { ...EMPTY_DESK, outbox: deps.outbox.load() };
  }

  readonly getState = () => this.#state;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Connects, and stays connected until the function given back is called. */
  connect(): () => void {
    this.#dial();
    const retryNow = () => this.#state.phase === 'lost' && this.#dial();
    const dropNow = () => this.#abandon();
    window.addEventListener('online', retryNow);
    window.addEventListener('offline', dropNow);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    return () => {
      window.removeEventListener('online', retryNow);
      window.removeEventListener('offline', dropNow);
      clearTimeout(this.#retry);
      clearInterval(this.#heartbeat);
      const socket = this.#socket;
      this.#socket = undefined;
      socket?.close();
    };
  }

  /** Asks the server; the promise ends with its answer, however often the connection drops in between. */
  command(body: DeskCommandBody): Promise<Ack> {
    return new Promise((settle) => {
      const id = crypto.randomUUID();
      this.#pending.set(id, { body, settle });
      this.#write(id, body);
    });
  }

  open(chatId: string | undefined): void {
    if (this.#openChat === chatId) return;
    this.#openChat = chatId;
    const { thread: _thread, typing: _typing, ...rest } = this.#state;
    this.#change({ ...rest, viewers: [] });
    void this.command(chatId ? { type: 'open', chatId } : { type: 'leave' });
  }

  /** Shows the post at once, keeps it on this device, and sends it until the server has confirmed or refused it. */
  post(post: PendingPost): void {
    const { refused: _refused, ...fresh } = post;
    this.#deps.outbox.keep(fresh);
    this.#change({ ...this.#state, outbox: [...this.#state.outbox.filter((other) => other.messageId !== post.messageId), fresh] });
    this.#sendPost(fresh);
  }

  discard(messageId: string): void {
    this.#deps.outbox.drop(messageId);
    this.#change({ ...this.#state, outbox: this.#state.outbox.filter((post) => post.messageId !== messageId) });
  }

  #change(state: DeskState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #dial(): void {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#deps.url);
    this.#socket = socket;
    this.#heardAtMs = Date.now();
    socket.addEventListener('message', (event) => socket === this.#socket && this.#receive(String(event.data)));
    socket.addEventListener('close', (event) => socket === this.#socket && this.#dropped(event.code));
  }

  #dropped(code: number): void {
    this.#socket = undefined;
    const phase = phaseAfter(code);
    this.#change({ ...this.#state, phase });
    if (phase !== 'lost') return;
    for (const [id, { body }] of this.#pending) if (PASSING.has(body.type)) this.#pending.delete(id);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#dial(), Math.min(MAX_RETRY_MS, 250 * 2 ** Math.min(this.#attempt, 6)) * (0.5 + Math.random() / 2));
  }

  /** Counts the connection as lost without waiting for its end to be confirmed: with the network gone, nobody would. */
  #abandon(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#dropped(0);
    socket.close();
  }

  #beat(): void {
    if (!this.#socket) return;
    if (Date.now() - this.#heardAtMs > SILENCE_MS) this.#abandon();
    else void this.command({ type: 'heartbeat' });
  }

  #write(id: string, body: DeskCommandBody): void {
    const live = this.#state.phase === 'live' && this.#socket?.readyState === WebSocket.OPEN;
    if (live) this.#socket?.send(JSON.stringify({ id, ...body }));
    else if (PASSING.has(body.type)) this.#pending.delete(id);
  }

  #receive(data: string): void {
    this.#heardAtMs = Date.now();
    const parsed = DeskFrame.safeParse(JSON.parse(data));
    if (!parsed.success) {
      console.error('The desk got a frame it does not know.', parsed.error.issues);
      return;
    }
    const frame = parsed.data;
    const before = this.#state;
    this.#change(this.#withStoredPostsDropped(before, applyFrame(before, frame, Date.now())));
    if (frame.type === 'snapshot') this.#resume();
    if (frame.type === 'ack') this.#acknowledge(frame);
    this.#deps.onFrame?.(frame, before);
  }

  #withStoredPostsDropped(before: DeskState, after: DeskState): DeskState {
    if (before.outbox !== after.outbox) {
      for (const post of before.outbox) if (!after.outbox.includes(post)) this.#deps.outbox.drop(post.messageId);
    }
    return after;
  }

  /** After a (re)connection: the opened chat, then everything without an answer, in its old order. */
  #resume(): void {
    this.#attempt = 0;
    if (this.#openChat) void this.command({ type: 'open', chatId: this.#openChat });
    for (const [id, { body }] of this.#pending) if (!PASSING.has(body.type)) this.#write(id, body);
    const underWay = new Set([...this.#pending.values()].map(({ body }) => ('messageId' in body ? body.messageId : '')));
    for (const post of this.#state.outbox) if (!post.refused && !underWay.has(post.messageId)) this.#sendPost(post);
  }

  #acknowledge(ack: Ack): void {
    const pending = this.#pending.get(ack.id);
    this.#pending.delete(ack.id);
    pending?.settle(ack);
  }

  #sendPost(post: PendingPost): void {
    const { chatId, messageId, text, template } = post;
    const body: DeskCommandBody = template
      ? { type: 'send-template', chatId, messageId, template: template.name, language: template.language, values: template.values }
      : { type: post.kind === 'note' ? 'note' : 'reply', chatId, messageId, text };
    void this.command(body).then((ack) => {
      if (ack.ok) return this.#confirmPost(messageId, ack);
      const refused = ack.error ?? { code: 'internal', message: '' };
      this.#change({
        ...this.#state,
        outbox: this.#state.outbox.map((other) => (other.messageId === messageId ? { ...other, refused } : other)),
      });
    });
  }

  #confirmPost(messageId: string, ack: Ack): void {
    const { thread, outbox } = this.#state;
    const post = outbox.find((other) => other.messageId === messageId);
    if (ack.message && thread && post?.chatId === thread.chatId) {
      this.#change(applyFrame(this.#state, { type: 'messages', chatId: thread.chatId, messages: [ack.message] }, Date.now()));
    }
    this.discard(messageId);
  }
}

import { AppError } from '../../src/base/errors.ts';
import type { MessageCarrier, OutboundMessage, SendOutcome, SentMessage } from '../../src/channels/messages.ts';

/** What the carrier makes of one sending. `lost`: it is sent, and the answer never comes; `never`: neither. */
export type Fate = 'accepted' | 'lost' | 'never' | Extract<SendOutcome, { kind: 'refused' | 'busy' }>;

/** A carrier of the outside world that does what the test says, and lists what it really sent. */
export interface ScriptedCarrier extends MessageCarrier {
  readonly sent: OutboundMessage[];
  /** Every time it was asked to send. */
  readonly asked: OutboundMessage[];
  /** The fates of the next sendings; without one it accepts. */
  readonly fates: Fate[];
  readonly media: Map<string, Uint8Array>;
  texts(): string[];
  /** As if nothing had ever been sent. */
  forget(): void;
}

export function createScriptedCarrier(nowMs: () => number): ScriptedCarrier {
  const sent: OutboundMessage[] = [];
  const asked: OutboundMessage[] = [];
  const list: SentMessage[] = [];
  const fates: Fate[] = [];
  const media = new Map<string, Uint8Array>();
  const take = (message: OutboundMessage): string => {
    sent.push(message);
    const providerMessageId = `SM${String(sent.length).padStart(32, '0')}`;
    list.unshift({ providerMessageId, status: 'queued', createdAtMs: nowMs() });
    return providerMessageId;
  };
  return {
    sent,
    asked,
    fates,
    media,
    texts: () => sent.map(({ content }) => (content.kind === 'template' ? `template ${content.providerTemplateId}` : content.text)),
    forget() {
      for (const memory of [sent, asked, list, fates]) memory.length = 0;
      media.clear();
    },
    async send(message) {
      asked.push(message);
      const fate = fates.shift() ?? 'accepted';
      if (typeof fate === 'object') return fate;
      if (fate === 'never') return { kind: 'unknown', cause: 'time-out' };
      const providerMessageId = take(message);
      return fate === 'lost' ? { kind: 'unknown', cause: 'time-out' } : { kind: 'accepted', providerMessageId };
    },
    findSent: async ({ sinceMs }) => list.filter((entry) => entry.createdAtMs >= sinceMs),
    async fetchMedia(url, maxBytes) {
      const bytes = media.get(url);
      if (!bytes) throw new Error(`nothing at ${url}`);
      if (bytes.byteLength > maxBytes) throw new AppError('media-too-large');
      return { bytes, contentType: 'application/octet-stream' };
    },
  };
}

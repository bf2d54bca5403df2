/** A chat as routing and the desk's lists know it. */
export interface IndexedChat {
  readonly chatId: string;
  readonly contactId: string;
  readonly state: 'bot' | 'waiting' | 'assigned';
  readonly team?: string;
  readonly skills: readonly string[];
  /** 0 goes first. */
  readonly priority: number;
  readonly language: string;
  readonly intent?: string;
  readonly queuedAtMs?: number;
  readonly urgent?: true;
  /** By when it is promised to be answered, ms. */
  readonly dueAtMs?: number;
  /** It was said that the promise is about to be missed. */
  readonly dueSoon?: true;
  readonly agentId?: string;
  /** Who served this person before. */
  readonly lastAgentId?: string;
}

/**
 * The open chats, found without walking every person's shard. Derived from the chats' own records, in any order and any
 * number of times: an older version never replaces a newer one. It can be rebuilt from the event log.
 */
export interface ChatIndex {
  /** Takes over how a chat stands in this version of its record; undefined: it is closed or gone. */
  project(chatId: string, version: number, chat: IndexedChat | undefined): Promise<void>;
  waiting(): Promise<readonly IndexedChat[]>;
  /** Every open chat, at most `max`. */
  open(max: number): Promise<readonly IndexedChat[]>;
}

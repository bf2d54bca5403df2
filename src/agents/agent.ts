/** A human who answers, as the desk sees them now. */
export interface AgentPresence {
  readonly userId: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  /** Where they are rung for a callback: E.164 or a `sip:` address; absent: the phone that all share. */
  readonly phone?: string;
  /** `away` keeps own chats and gets no new ones. */
  readonly status: 'available' | 'away' | 'offline';
  /** How many chats at once. */
  readonly capacity: number;
  /** Chats held now. */
  readonly load: number;
  readonly seenAtMs: number;
}

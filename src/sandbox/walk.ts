import type { Call, DocumentRequest } from './call.ts';
import type { Ending } from './end-leg.ts';
import type { FetchedDocument, PostWebhook } from './fetch-document.ts';
import type { Parameters } from './signature.ts';
import type { World } from './world.ts';
import type { XmlElement } from './xml.ts';

/** What a verb needs to do its work. */
export interface Walk {
  readonly world: World;
  readonly post: PostWebhook;
  readonly call: Call;
  /** In a queue's wait only some verbs are allowed. */
  readonly scope: 'call' | 'wait';
  /** What every request of this scope carries besides the call's own parameters (the queue's, while waiting). */
  readonly more: () => Parameters;
  /** Runs a document within a scope; see run-verbs.ts. */
  readonly run: (walk: Walk, document: FetchedDocument) => Promise<Step>;
  /** Runs document after document on another leg. */
  readonly converse: (leg: Call, first: DocumentRequest) => Promise<Ending>;
}

/** What follows a verb: nothing (the next verb), another document, the end of the wait, or the end of the call. */
export type Step = undefined | { readonly kind: 'go'; readonly request: DocumentRequest } | { readonly kind: 'leave' } | HangUp;
export interface HangUp {
  readonly kind: 'hangup';
  /** Instead of `completed`, for a call that is refused. */
  readonly status?: 'busy' | 'no-answer';
}

export type Verb = (walk: Walk, element: XmlElement, document: FetchedDocument) => Promise<Step>;

/** The request that an `action`, `waitUrl` or redirect leads to. */
export function go(walk: Walk, url: string, method: string | undefined, parameters: Parameters = {}): Step {
  return {
    kind: 'go',
    request: { url, method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST', parameters: { ...walk.more(), ...parameters } },
  };
}

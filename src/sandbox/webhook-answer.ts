import type { WebhookKind } from '../http/contract/sandbox-carrier.ts';
import type { Parameters } from './signature.ts';

/** A webhook to be sent. `url` may carry connection overrides in its fragment. */
export interface Webhook {
  /** Absent: `call`. */
  readonly kind?: WebhookKind;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly parameters: Parameters;
  /** Of an earlier delivery, to deliver the same again. */
  readonly token?: string;
  /** Of one that was held back; absent: the next. */
  readonly id?: number;
  /** The webhook that is delivered once more. */
  readonly repeats?: number;
}

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly contentType: string; readonly body: Buffer; readonly url: string }
  /** `code`: 11200 too slow or broken off, 11205 no connection, 11210 no such host, 11215 too many redirects, 11100 bad address. */
  | { readonly kind: 'failed'; readonly code: number; readonly text: string };

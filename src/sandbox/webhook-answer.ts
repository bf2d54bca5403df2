import type { Parameters } from './signature.ts';

/** A webhook to be sent. `url` may carry connection overrides in its fragment. */
export interface Webhook {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly parameters: Parameters;
  /** Of an earlier delivery, to deliver the same again. */
  readonly token?: string;
}

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly contentType: string; readonly body: Buffer; readonly url: string }
  /** `code`: 11200 too slow or broken off, 11205 no connection, 11210 no such host, 11215 too many redirects, 11100 bad address. */
  | { readonly kind: 'failed'; readonly code: number; readonly text: string };

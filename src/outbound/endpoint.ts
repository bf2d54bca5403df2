/** Somebody else's address that is told what happens to invites. Its secret is derived from SECRET_KEY, never stored. */
export interface WebhookEndpoint {
  /** `e_…`. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Which events are told; none means all. */
  readonly types: readonly string[];
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Raised when the secret is changed. */
  readonly secretVersion: number;
  /** The secret before signs as well until then, ms. */
  readonly oldSecretUntilMs?: number;
  /** Nothing is sent: switched off by hand, or the endpoint said that it is gone (410). */
  readonly disabled?: 'by-hand' | 'gone';
}

/** The port to the endpoints. */
export interface EndpointStore {
  /** Oldest first. */
  list(): Promise<readonly WebhookEndpoint[]>;
  byId(id: string): Promise<WebhookEndpoint | undefined>;
  put(endpoint: WebhookEndpoint): Promise<void>;
  /** False if there is none. */
  remove(id: string): Promise<boolean>;
}

export function wantsType({ types, disabled }: WebhookEndpoint, type: string): boolean {
  return disabled === undefined && (types.length === 0 || types.includes(type));
}

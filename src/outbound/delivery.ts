/** One try to deliver. */
export interface DeliveryAttempt {
  readonly atMs: number;
  /** The HTTP status that was answered. */
  readonly status?: number;
  /** Why there was no answer. */
  readonly problem?: string;
}

/** One message to one endpoint, with everything that was tried. Holds no number and no text. */
export interface Delivery {
  /** `w_…`, derived from endpoint and event: the same event is delivered under the same id, however often. */
  readonly id: string;
  readonly endpointId: string;
  readonly type: string;
  readonly handoffId: string;
  /** The JSON that is sent, as it is signed. */
  readonly body: string;
  readonly createdAtMs: number;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** Newest last, at most twelve. */
  readonly attempts: readonly DeliveryAttempt[];
  /** How often it was tried since it was made or replayed. */
  readonly tries: number;
  /** When it is tried next, while it waits. */
  readonly nextAtMs?: number;
}

/** The port to what is to be delivered and what was. */
export interface DeliveryQueue {
  /** Writes one down once; false if it was known. */
  add(delivery: Delivery): Promise<boolean>;
  /** What is due; it comes again when it is not settled within `leaseMs`. */
  lease(nowMs: number, max: number, leaseMs: number): Promise<readonly Delivery[]>;
  /** Writes down what came of it, and when it is due again if it still waits. */
  settle(delivery: Delivery): Promise<void>;
  byId(id: string): Promise<Delivery | undefined>;
  /** Newest first, `skip` left out. */
  list(skip: number, count: number): Promise<readonly Delivery[]>;
  /** How many wait, and how many of the newest thousand failed. */
  counts(): Promise<{ readonly waiting: number; readonly failed: number }>;
}

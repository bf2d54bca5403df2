/** The port that counts what an API key asks. */
export interface KeyLimits {
  /** Counts one request; answers how long to wait when there were too many. */
  take(
    keyId: string,
    perMinute: number,
  ): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }>;
}

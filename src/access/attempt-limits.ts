/** The port that counts attempts to sign in, by user name and by network address. */
export interface AttemptLimits {
  /** Counts one attempt; answers how long to wait when there were too many. */
  take(attempt: SignInAttempt): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }>;
  /** The password was right: the attempts on the name are forgotten, and this one does not count for the address. */
  forgive(attempt: SignInAttempt): Promise<void>;
}

export interface SignInAttempt {
  readonly username: string;
  readonly address: string;
}

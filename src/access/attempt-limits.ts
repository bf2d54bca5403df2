/**
 * The port that counts attempts to sign in: by user name from one network address, by address, and, more patiently, by user
 * name from everywhere. Addresses from which the name was signed in lately are not counted by the last, so that nobody who
 * only knows a name can lock its owner out.
 */
export interface AttemptLimits {
  /** Counts one attempt; answers how long to wait when there were too many. */
  take(attempt: SignInAttempt): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }>;
  /** The password was right: the attempts from here on the name are forgotten, and this one counts for nothing. */
  forgive(attempt: SignInAttempt): Promise<void>;
}

export interface SignInAttempt {
  readonly username: string;
  readonly address: string;
}

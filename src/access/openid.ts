import type { OpenIdSubject } from './user-store.ts';

/** What only the browser that was sent to the provider may come back with. */
export interface OpenIdSecrets {
  /** Comes back in the address. */
  readonly state: string;
  /** Comes back inside the signed ID token. */
  readonly nonce: string;
  /** Proves to the provider that who exchanges the code is who asked for it (PKCE). */
  readonly verifier: string;
}

/** Somebody as the provider vouches for them. */
export interface OpenIdPerson extends OpenIdSubject {
  readonly name?: string;
  /** What they are called there. It may change and be given to somebody else: nobody is known by it. */
  readonly username?: string;
  readonly groups: readonly string[];
}

/** The port to the identity provider. It is asked when somebody wants to sign in, never at start. */
export interface OpenIdProvider {
  /** Where to send the browser. Throws `sso-unavailable`. */
  begin(): Promise<{ readonly address: string; readonly secrets: OpenIdSecrets }>;
  /** Who came back, `query` being what the provider had the browser bring. Throws `sso-unavailable`, `sso-refused`. */
  finish(secrets: OpenIdSecrets, query: string): Promise<OpenIdPerson>;
}

/** The port that remembers which sign-ins somebody came back with. */
export interface UsedSignIns {
  /** False: somebody came back with it already. */
  use(state: string, forSeconds: number): Promise<boolean>;
}

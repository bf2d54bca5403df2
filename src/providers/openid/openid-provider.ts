import * as oidc from 'openid-client';
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { readGroups, readText } from './read-claims.ts';

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly groupsClaim: string;
  /** Where the provider sends browsers back to: ours, as it is registered there. */
  readonly redirectUri: string;
  readonly log: Logger;
}

interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** One request to the provider, seconds: somebody waits for it. */
const TIME_LIMIT_SECONDS = 5;
/** So far its clock and ours may be apart, seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** What was learnt of the provider is asked anew after an hour. */
const LEARNT_FOR_MS = 3_600_000;

/** By the header where the provider takes that, which is the standard's default; else in the body. */
function clientAuth(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (as, ...rest) => {
    const methods = as.token_endpoint_auth_methods_supported;
    return (methods === undefined || methods.includes('client_secret_basic') ? basic : post)(as, ...rest);
  };
}

/** Did the provider say no, or did it not say anything that can be used? */
function isRefusal(thrown: unknown): boolean {
  if (thrown instanceof oidc.AuthorizationResponseError)
    return thrown.error !== 'server_error' && thrown.error !== 'temporarily_unavailable';
  if (thrown instanceof oidc.ResponseBodyError) return thrown.status < 500;
  if (!(thrown instanceof oidc.ClientError)) return false;
  return !['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'].includes(thrown.code ?? '');
}

/**
 * An identity provider by OpenID Connect: authorization code with PKCE, state and nonce, the signature of the ID token checked.
 * What it is like is learnt when it is first needed. No token is kept. Source: OpenID Connect Core 1.0, RFC 9207, RFC 7636.
 */
export function createOpenIdProvider(settings: OpenIdSettings) {
  const { log, redirectUri } = settings;
  let learning: { readonly atMs: number; readonly provider: Promise<oidc.Configuration> } | undefined;

  function learn(): Promise<oidc.Configuration> {
    const execute = [oidc.enableNonRepudiationChecks, ...(settings.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [])];
    const metadata = { client_secret: settings.clientSecret, [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
    return oidc.discovery(new URL(settings.issuer), settings.clientId, metadata, clientAuth(settings.clientSecret), {
      execute,
      timeout: TIME_LIMIT_SECONDS,
    });
  }

  /** One asks, the others wait with it; what failed is asked again by the next. */
  function known(): Promise<oidc.Configuration> {
    if (learning && Date.now() - learning.atMs < LEARNT_FOR_MS) return learning.provider;
    const mine = { atMs: Date.now(), provider: learn() };
    learning = mine;
    mine.provider.catch(() => {
      if (learning === mine) learning = undefined;
    });
    return mine.provider;
  }

  function unavailable(thrown: unknown): AppError {
    log.error({ err: thrown }, 'the identity provider can not be used');
    return new AppError('sso-unavailable', undefined, { cause: thrown });
  }

  async function begin(): Promise<{ readonly address: string; readonly secrets: Secrets }> {
    const provider = await known().catch((thrown) => {
      throw unavailable(thrown);
    });
    const secrets = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const address = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: settings.scope,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, secrets };
  }

  async function exchange({ state, nonce, verifier }: Secrets, query: string) {
    const provider = await known();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
    // The address as the provider was told it: what a proxy made of it on the way does not count.
    const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${redirectUri}?${query}`), checks);
    const claims = { ...tokens.claims() };
    const { sub = '', iss = '' } = claims;
    const isEnough = readGroups(claims, settings.groupsClaim) !== undefined && readText(claims, 'name') !== undefined;
    const asked = !isEnough && provider.serverMetadata().userinfo_endpoint !== undefined;
    const more = asked ? await oidc.fetchUserInfo(provider, tokens.access_token, sub) : {};
    return { iss, sub, claims: { ...more, ...claims } };
  }

  async function finish(secrets: Secrets, query: string) {
    try {
      const { iss, sub, claims } = await exchange(secrets, query);
      const name = readText(claims, 'name', 'given_name');
      const username = readText(claims, 'preferred_username', 'nickname', 'email');
      return {
        issuer: iss,
        subject: sub,
        groups: readGroups(claims, settings.groupsClaim) ?? [],
        ...(name !== undefined && { name }),
        ...(username !== undefined && { username }),
      };
    } catch (thrown) {
      if (!isRefusal(thrown)) throw unavailable(thrown);
      log.warn({ err: thrown }, 'a sign-in at the identity provider was refused');
      throw new AppError('sso-refused', undefined, { cause: thrown });
    }
  }

  return { begin, finish };
}

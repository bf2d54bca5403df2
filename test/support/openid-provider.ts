import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody the provider knows, by the name they type there. */
export interface ProvidersPerson {
  readonly name: string;
  readonly groups?: readonly string[];
  readonly username?: string;
}

/** A real identity provider on this machine: what is typed at its page is the subject. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly people: Map<string, ProvidersPerson>;
  /** Where it sends browsers back to; before that nobody can sign in. */
  register(redirectUri: string): void;
  /** It does not answer any more. */
  stop(): Promise<void>;
}

const CLIENT = { clientId: 'relevo', clientSecret: 'a secret between the provider and the service' };

const FORM = `<!doctype html><html lang="en"><title>The provider</title><h1>The provider</h1>
<form method="post"><label>Who <input name="login" autofocus></label><button>Continue</button></form>`;

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return new URLSearchParams(text);
}

/** Listens at once, so that its address is known; `register` says who may use it. */
export async function startOpenIdProvider(): Promise<TestProvider> {
  const people = new Map<string, ProvidersPerson>();
  let answer = (_req: IncomingMessage, res: ServerResponse): unknown => res.writeHead(503).end();
  const server: Server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    ...CLIENT,
    people,
    register: (redirectUri) => {
      const provider = newProvider(issuer, redirectUri, people);
      const callback = provider.callback();
      answer = async (req, res) => {
        if (req.url === '/favicon.ico') return res.writeHead(204).end();
        if (!req.url?.startsWith('/who/')) return callback(req, res);
        if (req.method === 'GET') return res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(FORM);
        const login = (await readForm(req)).get('login') ?? '';
        const result = login === '' ? { error: 'access_denied', error_description: 'They gave up.' } : { login: { accountId: login } };
        return provider.interactionFinished(req, res, result);
      };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Ctx {
  readonly oidc: { readonly client: { readonly clientId: string }; readonly session: { readonly accountId: string } };
}

function newProvider(issuer: string, redirectUri: string, people: ReadonlyMap<string, ProvidersPerson>): Provider {
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri], response_types: ['code'] }],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'groups'],
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key of the tests'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
    interactions: { url: (_ctx: unknown, { uid }: { readonly uid: string }) => `/who/${uid}` },
    findAccount: (_ctx: unknown, id: string) => {
      const { name, groups, username } = people.get(id) ?? { name: id };
      return { accountId: id, claims: () => ({ sub: id, name, groups, preferred_username: username }) };
    },
    // Nobody is asked whether the service may know their name.
    loadExistingGrant: async ({ oidc: { client, session } }: Ctx) => {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

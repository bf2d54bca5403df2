import { askOutside, ForbiddenAddress, isAllowedHost } from './safe-request.ts';

/** What came of sending something to an address of somebody else's. */
export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly reason: 'forbidden-address' | 'timeout' | 'network' };

/** Posts JSON to somebody else's address, never into a private network unless the operator allows the host. Never throws. */
export async function postOutside(
  deps: { readonly allowHosts: readonly string[]; readonly timeoutMs: number },
  post: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<PostOutcome> {
  if (!URL.canParse(post.url)) return { kind: 'failed', reason: 'network' };
  const url = new URL(post.url);
  const trusted = isAllowedHost(url, deps.allowHosts);
  if (url.protocol !== 'https:' && !(trusted && url.protocol === 'http:')) return { kind: 'failed', reason: 'forbidden-address' };
  const signal = AbortSignal.timeout(deps.timeoutMs);
  try {
    const headers = { accept: '*/*', 'user-agent': 'relevo', ...post.headers };
    const response = await askOutside(url, { method: 'POST', headers, body: post.body, trusted, signal });
    response.on('error', () => undefined);
    response.destroy();
    return { kind: 'answered', status: response.statusCode ?? 0 };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { kind: 'failed', reason: 'forbidden-address' };
    return { kind: 'failed', reason: signal.aborted ? 'timeout' : 'network' };
  }
}

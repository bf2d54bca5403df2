import { type IncomingHttpHeaders, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authenticate, Identity } from '../access/authenticate.ts';
import { findRight, mayPass } from '../access/rights.ts';
import { AppError, toAppError } from '../base/errors.ts';

export interface DoorDeps {
  readonly authenticate: Authenticate;
  /** Does the upgrade come from our own pages, or from a machine? Browsers send cookies from anywhere. */
  readonly isTrusted: (headers: IncomingHttpHeaders) => boolean;
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] as string;
}

/** Who asks for that socket, if they may come in. Throws cross-site, not-signed-in, not-allowed. */
export async function admit(deps: DoorDeps, request: IncomingMessage, path: string): Promise<Identity> {
  const { cookie, authorization } = request.headers;
  if (authorization === undefined && !deps.isTrusted(request.headers)) throw new AppError('cross-site');
  const identity = await deps.authenticate({ cookie, authorization });
  if (!identity) throw new AppError('not-signed-in');
  const right = findRight('GET', path);
  if (!right || !mayPass(right, identity)) throw new AppError('not-allowed');
  return identity;
}

export function refuseUpgrade(socket: Duplex, thrown: unknown): void {
  const { status, code, message, safe } = toAppError(thrown);
  const body = JSON.stringify({ error: { code, message: safe ? message : 'Something went wrong.' } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

/** What came as text, as JSON; undefined: it is none. */
export function parseFrame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The id of a command, even of one that is none otherwise, so that the refusal finds its way. */
export function frameId(given: unknown): string {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : undefined;
  return typeof id === 'string' ? id.slice(0, 64) : '';
}

/** What is wrong with a frame, in a sentence. */
export function frameProblem(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [first] = issues;
  return `The frame is no command: ${first?.path.join('.') || 'it'}: ${first?.message ?? 'unreadable'}.`;
}

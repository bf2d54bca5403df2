import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SettingError } from '../config.ts';

export interface Listener {
  readonly server: Server;
  readonly port: number;
  /** From now on this answers. */
  serve(handler: RequestListener): void;
  /**
   * Takes no new connection, lets running requests finish, at most `graceMs`. What is answered meanwhile ends its
   * connection. Called again, it waits for the same end.
   */
  close(graceMs: number): Promise<void>;
}

/**
 * Listens at once, answering as somebody who is still starting; the service takes over when it is ready. Throws
 * SettingError if the port can't be had.
 */
export async function listen(port: number, whileStarting: RequestListener): Promise<Listener> {
  let handler = whileStarting;
  let closed: Promise<void> | undefined;
  const running = new Set<ServerResponse>();
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    running.add(res);
    res.once('close', () => {
      running.delete(res);
      if (closed) server.closeIdleConnections();
    });
    if (closed) res.setHeader('Connection', 'close');
    handler(req, res);
  });
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.requestTimeout = 30_000;
  await startListening(server, port);
  return {
    server,
    port: (server.address() as AddressInfo).port,
    serve(next) {
      handler = next;
    },
    close(graceMs) {
      closed ??= drain(server, running, graceMs);
      return closed;
    },
  };
}

async function drain(server: Server, running: ReadonlySet<ServerResponse>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const res of running) if (!res.headersSent) res.setHeader('Connection', 'close');
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function startListening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) => reject(portProblem(port, cause) ?? cause);
    server.once('error', refuse);
    server.listen(port, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function portProblem(port: number, cause: NodeJS.ErrnoException): SettingError | undefined {
  if (cause.code === 'EADDRINUSE') {
    return new SettingError(`PORT: ${port} is in use by another program. End that program, or choose another PORT.`, { cause });
  }
  if (cause.code !== 'EACCES') return undefined;
  return new SettingError(`PORT: this user may not listen on ${port}. Choose a PORT above 1023.`, { cause });
}

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly server: Server;
  readonly port: number;
  /** From now on this answers. */
  serve(handler: RequestListener): void;
  /** Takes no new connection, lets running requests finish, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Listens at once, answering as somebody who is still starting; the service takes over when it is ready. */
export async function listen(port: number, whileStarting: RequestListener): Promise<Listener> {
  let handler = whileStarting;
  const server = createServer((req: IncomingMessage, res: ServerResponse) => handler(req, res));
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    serve(next) {
      handler = next;
    },
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

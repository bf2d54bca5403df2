import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a Redis: passes everything on, and can hold the replies back, so that what was asked is done and nobody hears of it. */
export interface ReplyGate {
  /** For REDIS_URL. */
  readonly url: string;
  /** Holds every reply back from the first request that contains this text. */
  holdFrom(text: string): void;
  release(): void;
  close(): Promise<void>;
}

export async function openReplyGate(port: number): Promise<ReplyGate> {
  const sockets = new Set<Socket>();
  let wanted: string | undefined;
  let holding = false;
  let waiting: { readonly to: Socket; readonly bytes: Buffer }[] = [];
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (wanted !== undefined && bytes.includes(wanted)) holding = true;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      if (holding) waiting.push({ to: client, bytes });
      else client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdFrom: (text) => {
      wanted = text;
    },
    release: () => {
      wanted = undefined;
      holding = false;
      for (const { to, bytes } of waiting) if (!to.destroyed) to.write(bytes);
      waiting = [];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

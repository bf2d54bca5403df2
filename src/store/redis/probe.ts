import { once } from 'node:events';
import { connect } from 'node:net';
import { Redis } from 'ioredis';

/** One short look at a server, over a connection of its own, 1 s a command. `address`: a URL or the path of a socket. */
export async function probe<T>(address: string, look: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(address, {
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
    disableClientInfo: true,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await look(redis);
  } finally {
    redis.disconnect();
  }
}

/** Is a server there? `path`: of its socket. `busy`: yes, but it reads its files, or is frozen. */
export async function answers(path: string): Promise<'serving' | 'busy' | 'no'> {
  if (!(await isListening(path))) return 'no';
  return probe(path, (redis) => redis.ping()).then(
    () => 'serving',
    () => 'busy',
  );
}

/** The kernel's word, not the server's: a frozen server is listening too. */
async function isListening(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (thrown) {
    return !['ENOENT', 'ECONNREFUSED'].includes((thrown as NodeJS.ErrnoException).code ?? '');
  } finally {
    socket.destroy();
  }
}

/** The names of the connections that a server has. */
export async function whoIsConnected(redis: Redis): Promise<string[]> {
  const list = String(await redis.client('LIST'));
  return [...list.matchAll(/ name=(\S+)/g)].map((match) => match[1] ?? '');
}

/** Stops a server in order and returns when it is gone. Throws if it does not go. */
export async function shutDown(address: string): Promise<void> {
  await probe(address, async (redis) => {
    await redis.shutdown().catch(() => {});
  });
  const deadline = performance.now() + 10_000;
  while ((await answers(address)) !== 'no') {
    if (performance.now() > deadline)
      throw new Error(`The Redis at ${address} does not stop. End its process (redis.pid) and start again.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

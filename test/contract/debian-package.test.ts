import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startServiceProcess } from '../support/service-process.ts';
import { pointsFor } from './exercise.ts';

const NOBODY = 65_534;
const isDebian = existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg');
const isRoot = process.getuid?.() === 0;
const users: readonly { readonly name: string; readonly user?: number }[] = isRoot
  ? [
      { name: 'root', user: 0 },
      { name: 'a user without rights', user: NOBODY },
    ]
  : [{ name: 'this user' }];
const title = isDebian ? '' : ' (CAN’T BE SHOWN HERE: no apt-get)';

/** A folder with every program of the machine but a Redis server. */
async function programsButRedis(bin: string): Promise<void> {
  await mkdir(bin);
  for (const name of await readdir('/usr/bin')) {
    if (!/^(redis|valkey)-/.test(name)) await symlink(join('/usr/bin', name), join(bin, name));
  }
}

test.runIf(isDebian).each(users)(
  `without a Redis on the PATH, $name gets one from the system’s packages, once${title}`,
  { timeout: 180_000 },
  async ({ user }) => {
    const folder = await mkdtemp(join(tmpdir(), 'relevo-apt-'));
    const [bin, data] = [join(folder, 'bin'), join(folder, 'data')];
    await chmod(folder, 0o755);
    await programsButRedis(bin);
    await mkdir(data);
    if (user !== undefined) await chown(data, user, user);
    const settings = { path: bin, ...(user !== undefined && { user }) };
    try {
      const first = await startServiceProcess([data, 'kept'], settings);
      expect(first.ready, first.lines.join('\n')).toMatchObject({ kind: 'debian-package', durable: true });
      expect(first.lines.join('\n')).toContain('unpacking a private copy');
      await first.end('SIGTERM');
      const again = await startServiceProcess([data], settings);
      expect(again.ready.kind).toBe('debian-package');
      expect(again.lines.join('\n')).not.toContain('unpacking a private copy');
      const client = new Redis(join(data, 'redis', 'redis.sock'));
      for (const { run } of pointsFor('real', /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? '')) await run(client);
      client.disconnect();
      await again.end('SIGTERM');
      const unpacked = await readdir(join(data, 'cache', 'redis-package', 'root'), { recursive: true });
      expect(unpacked.some((path) => /libjemalloc\.so/.test(path))).toBe(true);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

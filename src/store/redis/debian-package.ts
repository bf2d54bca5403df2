import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Logger } from '../../base/log.ts';

const run = promisify(execFile);

/**
 * The command of a redis-server unpacked from the system's own signed packages into `<dataDir>/cache`, installed nowhere
 * and needing no rights: a private copy of apt's state, the machine's own sources and keys. Kept for the next start.
 * Undefined where there is no apt, or it can't fetch.
 */
export async function unpackDebianPackage(dataDir: string, logger: Logger): Promise<readonly string[] | undefined> {
  const cache = join(resolve(dataDir), 'cache', 'redis-package');
  const root = join(cache, 'root');
  if (!(await exists(join(root, 'usr/bin/redis-server')))) {
    try {
      logger.info({ cache }, 'no Redis on this machine: unpacking a private copy from the system’s packages, once, some seconds');
      await fetchInto(cache, root);
    } catch (cause) {
      logger.warn({ cause: cause instanceof Error ? cause.message : String(cause) }, 'no Redis could be had from the system’s packages');
      return undefined;
    } finally {
      await rm(join(cache, 'work'), { recursive: true, force: true });
    }
  }
  const libraries = [...(await libraryFolders(join(root, 'usr/lib'))), ...(await libraryFolders(join(root, 'lib')))];
  return ['/usr/bin/env', `LD_LIBRARY_PATH=${libraries.join(':')}`, join(root, 'usr/bin/redis-server')];
}

/** Unpacked even where the machine has them: it may remove them when nothing that it knows of needs them. */
const LIBRARIES = /Depends: (lib(?:atomic|jemalloc|lzf|lua|hiredis)\S*)/g;

async function fetchInto(cache: string, root: string): Promise<void> {
  const work = join(cache, 'work');
  await rm(work, { recursive: true, force: true });
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'root'])
    await mkdir(join(work, folder), { recursive: true, mode: 0o755 });
  const options = await aptOptions(work);
  const apt = (...args: string[]) =>
    run('apt-get', ['-y', ...options, ...args], { cwd: join(work, 'debs'), timeout: 120_000, maxBuffer: 1 << 24 });
  await apt('update');
  const plan = await apt('--simulate', '--no-install-recommends', 'install', 'redis-server');
  const missing = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
  const depends = await run('apt-cache', [...options, 'depends', 'redis-tools']);
  const libraries = [...depends.stdout.matchAll(LIBRARIES)].map((match) => match[1] ?? '');
  const packages = [...new Set([...missing, ...libraries])];
  if (missing.length === 0) throw new Error('apt knows no redis-server');
  await apt('download', ...packages);
  for (const deb of await readdir(join(work, 'debs'))) await run('dpkg', ['-x', join(work, 'debs', deb), join(work, 'root')]);
  await rm(root, { recursive: true, force: true });
  await rename(join(work, 'root'), root);
}

/** apt on a state of its own, in which Redis is not installed whatever the machine has. */
async function aptOptions(work: string): Promise<string[]> {
  const status = (await readFile('/var/lib/dpkg/status', 'utf8')).split('\n\n').filter((entry) => !/^Package: redis/.test(entry));
  await writeFile(join(work, 'status'), status.join('\n\n'));
  const settings = {
    'Dir::State': work,
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::status': join(work, 'status'),
    'Dir::Cache': work,
    'Dir::Cache::archives': join(work, 'archives'),
    'Dir::Log': work,
    // As root, apt would fetch as a user of its own, who may not write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** `folder` and the folders of the machine's kind of processor in it. */
async function libraryFolders(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  const inside = await readdir(folder, { withFileTypes: true });
  return [
    folder,
    ...inside.filter((entry) => entry.isDirectory() && entry.name.includes('-linux-')).map((entry) => join(folder, entry.name)),
  ];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

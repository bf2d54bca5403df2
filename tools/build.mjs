// Builds dist/: the server as plain JavaScript, the pages in dist/web.
//   (no flag)       builds, and fails when it can't
//   --if-possible   says so and ends well when the development packages or the sources are absent
//   --if-stale      builds only when dist/ is missing or older than what it is made of
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');
const target = join(root, 'dist');
const stamp = join(target, '.built');
const web = join(source, 'web');

/** Every file below a folder, except below the folders named; nothing when there is no such folder. */
async function listFiles(folder, except = []) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (except.includes(path)) return [];
      return entry.isDirectory() ? listFiles(path, except) : [path];
    }),
  );
  return nested.flat();
}

/** When a file was last changed, in ms since the epoch; undefined when there is none. */
async function changedAt(path) {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}

async function isStale() {
  const builtAt = await changedAt(stamp);
  if (builtAt === undefined) return true;
  const inputs = [...(await listFiles(source)), join(root, 'package-lock.json'), join(root, 'tools/build.mjs')];
  const times = await Promise.all(inputs.map(changedAt));
  return times.some((time) => time !== undefined && time > builtAt);
}

/** The packages that only a build needs, or undefined where they were left out (`npm ci --omit=dev`). */
async function loadBuildPackages() {
  try {
    const [typescript, vite] = await Promise.all([import('typescript'), import('vite')]);
    return { ts: typescript.default, vite };
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Types are stripped file by file (`npm run check` is what checks them); every other file is copied as it is. */
async function buildServer(ts, target) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
    sourceMap: true,
    inlineSources: true,
  };
  const files = await listFiles(source, [web]);
  for (const file of files) {
    const out = join(target, relative(source, file));
    await mkdir(dirname(out), { recursive: true });
    if (!file.endsWith('.ts')) {
      await cp(file, out);
      continue;
    }
    const { outputText, sourceMapText } = ts.transpileModule(await readFile(file, 'utf8'), { compilerOptions, fileName: file });
    const js = out.replace(/\.ts$/, '.js');
    await writeFile(js, outputText);
    await writeFile(`${js}.map`, sourceMapText ?? '');
  }
  return files.length;
}

async function buildWeb(vite, target) {
  await vite.build({
    configFile: join(web, 'vite.config.ts'),
    root: web,
    logLevel: 'warn',
    build: { outDir: join(target, 'web'), emptyOutDir: true },
  });
}

async function build({ ts, vite }) {
  const started = performance.now();
  const stage = join(root, `node_modules/.cache/relevo-build-${process.pid}`);
  const [count] = await Promise.all([buildServer(ts, join(stage, 'new')), buildWeb(vite, join(stage, 'new'))]);
  await writeFile(join(stage, 'new/.built'), '');
  // The old one is moved out of the way and not emptied in place: nobody meets a half-built dist/.
  await rename(target, join(stage, 'old')).catch((error) => error.code === 'ENOENT' || Promise.reject(error));
  await rename(join(stage, 'new'), target);
  await rm(stage, { recursive: true, force: true });
  console.log(`Built dist/ from ${count} files and the pages in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

async function main(flags) {
  const optional = flags.has('--if-possible');
  const built = (await changedAt(stamp)) !== undefined;
  if (flags.has('--if-stale') && !(await isStale())) return;
  if ((await changedAt(join(web, 'index.html'))) === undefined) {
    if (optional || built) return console.log('Nothing to build: the sources are not here.');
    throw new Error('There is nothing to build: src/ is missing, and so is a built dist/.');
  }
  const packages = await loadBuildPackages();
  if (packages) return build(packages);
  if (optional) return console.log('Not built: the development packages are absent (npm ci without --omit=dev installs them).');
  if (built) return console.warn('dist/ is older than its sources and the development packages are absent: going on with it as it is.');
  throw new Error('dist/ is missing and the development packages are absent. Run: npm ci && npm run build');
}

main(new Set(process.argv.slice(2))).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

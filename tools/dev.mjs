// As `npm start`, reloading: the server restarts when its sources change, the pages are rebuilt when theirs do.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const web = join(root, 'src/web');

await build({
  configFile: join(web, 'vite.config.ts'),
  root: web,
  logLevel: 'warn',
  build: { watch: {}, minify: false, emptyOutDir: false },
});

const server = spawn(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--include', 'flows/**/*', 'src/server.ts'], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));

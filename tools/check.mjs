// The quick gate: every check that needs no server. Runs two at a time and prints what each said; fails if one fails.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => ['node', `node_modules/${name}`];
const checks = [
  ['types of the server', ...bin('typescript-7/bin/tsc'), '-p', '.'],
  ['types of the pages', ...bin('typescript-7/bin/tsc'), '-p', 'src/web'],
  ['promises and switches', ...bin('eslint/bin/eslint.js'), 'src', '--max-warnings', '0'],
  ['format and lint', ...bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  ['who imports whom', 'node', 'tools/check-layers.mjs'],
  ['dead code', ...bin('knip/bin/knip.js'), '--no-progress'],
  ['lock file', 'node', 'tools/repair-lock.mjs', '--check'],
  ['generated pages', 'node', '--import', 'tsx', 'tools/generate-docs.ts', '--check'],
];

function run([name, command, ...args]) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ name, ok: false, output: String(error), ms: 0 }));
    child.on('close', (code) => resolve({ name, ok: code === 0, output, ms: Date.now() - startedAt }));
  });
}

const waiting = [...checks];
const results = [];
async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const result = await run(next);
    results.push(result);
    console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name} (${(result.ms / 1000).toFixed(1)} s)`);
    if (!result.ok) console.log(result.output.trimEnd());
  }
}
await Promise.all([worker(), worker()]);
const failed = results.filter((result) => !result.ok);
if (failed.length > 0) {
  console.error(`\nnot in order: ${failed.map((result) => result.name).join(', ')}`);
  process.exit(1);
}

// Adds to package-lock.json the platform packages of other systems that `npm install` left out; without them
// `npm ci` stops with EUSAGE. Run after every change of dependencies; `--check` fails if it would change anything.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const systems = new Set(['darwin', 'win32', 'linux', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony']);
const processors = /^(x64|arm64|arm|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)$/;
const before = readFileSync(file, 'utf8');
const lock = JSON.parse(before);

function isLocked(from, name) {
  for (let at = from; ; ) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
    const cut = at.lastIndexOf('node_modules/');
    at = cut > 0 ? at.slice(0, cut - 1) : '';
  }
}

const added = [];
for (const [key, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(key, name)) continue;
    const parts = name.split(/[-/]/);
    const node = { version: range.replace(/^[\^~]/, ''), optional: true };
    if (entry.dev) node.dev = true;
    const cpu = parts.find((part) => processors.test(part));
    const os = parts.find((part) => systems.has(part));
    if (cpu) node.cpu = [cpu];
    if (os) node.os = [os];
    if (name.includes('musl')) node.libc = ['musl'];
    lock.packages[`node_modules/${name}`] = node;
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
// A lock file names packages, not the place one machine happened to fetch them from.
for (const entry of Object.values(lock.packages)) if (entry.resolved && !entry.link) delete entry.resolved;
const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after === before) process.exit(0);
if (process.argv.includes('--check')) {
  console.error(
    `package-lock.json needs repair (${added.length} platform packages missing): run "node tools/repair-lock.mjs" and commit it.`,
  );
  process.exit(1);
}
writeFileSync(file, after);
console.log(`package-lock.json repaired: ${added.length} platform packages added.`);

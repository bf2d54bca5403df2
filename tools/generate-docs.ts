// Writes the pages and schemas that are made from the code. With --check it writes nothing and fails when one is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './docs/generated-files.ts';

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');

function current(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return undefined;
  }
}

const stale = [...(await generatedFiles())].filter(([path, text]) => current(path) !== text);
for (const [path, text] of stale) {
  if (check) {
    console.error(`${path} is stale: run npm run docs.`);
    process.exitCode = 1;
  } else {
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
if (stale.length === 0) console.log('Every generated file is up to date.');

// Who may import whom (docs/architecture.md). Fails on an edge outside the table and on a cycle between files.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
const domain = [
  'contacts',
  'rules',
  'flows',
  'ivr',
  'handoff',
  'callbacks',
  'outbound',
  'entries',
  'chat',
  'agents',
  'reporting',
  'access',
];

/** For each room, the rooms it may import; `types:` allows types alone. */
export const MAY_IMPORT = {
  base: [],
  channels: ['base'],
  agents: ['base', 'channels'],
  reporting: ['base', 'channels'],
  access: ['base', 'channels'],
  contacts: ['base', 'channels'],
  // The table of the rules of the offer: free of Node, since the pages show it.
  rules: ['base', 'channels', 'types:contacts'],
  flows: ['base', 'channels', 'rules'],
  providers: ['base', 'channels'],
  handoff: ['base', 'channels', 'contacts', 'rules'],
  callbacks: ['base', 'channels', 'contacts', 'handoff', 'agents'],
  ivr: ['base', 'channels', 'contacts', 'rules', 'flows', 'handoff', 'callbacks'],
  outbound: ['base', 'channels'],
  entries: ['base', 'channels', 'contacts', 'rules', 'flows', 'handoff', 'outbound'],
  chat: ['base', 'channels', 'contacts', 'flows', 'handoff', 'callbacks', 'entries', 'agents'],
  store: ['base', 'channels', ...domain.map((room) => `types:${room}`)],
  jobs: ['base', 'channels', ...domain],
  http: ['base', 'channels', ...domain],
  ws: ['base', 'channels', 'contract', ...domain],
  sandbox: ['base', 'channels', 'contract'],
  cli: ['base', 'channels', 'contract', 'rules', 'flows', 'access', 'outbound', 'store', 'providers', 'config.ts'],
  web: ['contract', 'flows', 'rules'],
  // The contracts of the API: zod schemas, free of Node; they stand in http/contract.
  contract: ['base', 'rules', 'flows', 'access', 'agents', 'entries', 'reporting'],
  'config.ts': [],
  'server.ts': ['app.ts', 'config.ts'],
  'app.ts': ['*'],
  compose: ['*'],
};

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function roomOf(path) {
  const parts = relative(source, path).split(sep);
  if (parts[0] === 'http' && parts[1] === 'contract') return 'contract';
  return parts[0];
}

function importsOf(path) {
  const parsed = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found = [];
  const visit = (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
      const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : undefined;
      const typesOnly =
        node.isTypeOnly ||
        clause?.isTypeOnly ||
        (named !== undefined && !clause?.name && named.length > 0 && named.every((e) => e.isTypeOnly));
      found.push({ to: node.moduleSpecifier.text, typesOnly: Boolean(typesOnly) });
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0] ?? node)
    ) {
      found.push({ to: node.arguments[0].text, typesOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

const problems = [];
const graph = new Map();
for (const file of filesBelow(source)) {
  const room = roomOf(file);
  const allowed = MAY_IMPORT[room];
  if (!allowed) problems.push(`${relative(root, file)}: the room ${room} is not in the table of tools/check-layers.mjs`);
  const edges = [];
  for (const { to, typesOnly } of importsOf(file)) {
    if (!to.startsWith('.')) continue;
    const target = resolve(dirname(file), to);
    if (!target.startsWith(source)) continue;
    if (!typesOnly) edges.push(target);
    const other = roomOf(target);
    if (other === room || allowed?.includes('*') || allowed?.includes(other)) continue;
    if (other === 'contract' && room === 'http') continue;
    if (typesOnly && allowed?.includes(`types:${other}`)) continue;
    problems.push(
      `${relative(root, file)}: ${room} may not import ${other} (${to})${allowed?.includes(`types:${other}`) ? ', its types only' : ''}`,
    );
  }
  graph.set(file, edges);
}

const state = new Map();
function walk(file, trail) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    const cycle = [...trail.slice(trail.indexOf(file)), file].map((path) => relative(source, path));
    problems.push(`cycle: ${cycle.join(' -> ')}`);
    return;
  }
  state.set(file, 'open');
  for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
  state.set(file, 'done');
}
for (const file of graph.keys()) walk(file, []);

if (graph.size < 50) problems.push(`only ${graph.size} files were read: the check is looking in the wrong place`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`layers: ${graph.size} files, no edge outside the table, no cycle`);

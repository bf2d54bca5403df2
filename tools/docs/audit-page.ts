import { AUDIT_ACTIONS } from '../../src/access/audit-actions.ts';
import type { ApiRoute } from '../../src/http/contract/routes/route.ts';
import { API } from '../../src/http/contract/routes.ts';
import { table } from './json-schema.ts';

const MOMENTS = { 'with-answer': 'before the answer', seldom: 'before the answer, once in ten minutes' } as const;

function actionsTable(): string {
  const routes = Object.values(API as Record<string, ApiRoute>);
  const rows = Object.entries(AUDIT_ACTIONS).map(([action, words]) => {
    const noted = routes.filter(({ audit }) => audit?.action === action);
    const where = noted.map(({ method, path, audit }) => {
      const moment = audit?.noted === undefined ? '' : ` (${MOMENTS[audit.noted]})`;
      return `\`${method.toUpperCase()} ${path}\`${moment}`;
    });
    return [`\`${action}\``, words, where.join('<br>')];
  });
  return table(['Action', 'When', 'Routes'], rows);
}

/** docs/audit.md: what the audit trail notes and how it is verified. */
export function auditPage(): string {
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/access and src/http/contract; change tools/docs/audit-page.ts, not this -->

# The audit trail

Every change and every look at what is personal: who, what, when, from where, why, and how it ended. The page *Audit* and
\`GET /api/audit\` search it (permission \`audit:read\`), \`GET /api/audit/export\` and \`npm run audit -- export\` take it away; both stand in
it themselves. Nobody can change or delete an entry, by the pages, the API or a command.

- **Who** is the id of a user or of an API key, the user of the operating system for a command at the server's shell, or nobody.
- **What** is an id. A person, a number or a tried user name is a keyed hash (\`#…\`): the page finds what was done to a number by
  hashing what is looked for. Names are looked up when an entry is shown. Nothing that a customer said or typed is ever in it.
- **How it ended**: \`done\`, \`refused\` or \`failed\` with the code; \`begun\` when it is not known.

A change is noted before it is made and again when it has ended; if it can't be noted it is not made (\`store-unavailable\`). A look is
noted before it is answered. Calls are never part of it and never wait for it ([decision 23](decisions/0023-the-audit-trail.md)).

## What shows that it is whole

Each entry carries the signature of the one before and is signed itself, HMAC-SHA-256 with a key that is derived from \`SECRET_KEY\`. Whoever can
write to Redis but has not that key can't write, change, move or take out an entry unnoticed.

\`\`\`sh
npm run audit -- verify                        # walks the chain; exit code 2 and the first broken place if there is one
npm run audit -- verify --head 1234:kH3…       # a head from the log of another day must stand in it too
npm run audit -- export > audit.ndjson         # the signed texts and their signatures; --csv for a table
\`\`\`

That the end was cut off shows against the head, which stands in a key of its own, against the last head of each day, which stands in
another, and against the heads in the log: the service writes one at its first entry of each day. Send the log to another machine,
and a whole Redis that was put back to yesterday shows as well.

It is never deleted: ten thousand entries take about 4 MB. Closed parts can be taken away and are verified without Redis, by the key alone;
a part names the end of the one before:

\`\`\`sh
npm run audit -- export --from 1 --to 10000 > 1.ndjson
npm run audit -- verify --file 1.ndjson 2.ndjson
\`\`\`

## Another SECRET_KEY

Set the new key as \`SECRET_KEY\` and the one before it in \`SECRET_KEY_BEFORE\` (several by commas, the latest first): \`verify\` then says from which entry on which
key signed. Once a later key has signed, no earlier one is believed, so a key that leaked can't be used to go on. Before the change run \`verify\`
and keep its last line elsewhere: whoever has the old key can write everything anew that was signed with it, but not so that this line stands in it.

This is not like the carrier's token, which is rotated without anybody noticing. Everything else that is derived from \`SECRET_KEY\` is not carried over:

| With another key | Then |
| --- | --- |
| the hash that people are kept under | nobody is known any more: consent, opt-outs, marks, open chats and waiting handoffs are not found; who opted out must be marked anew |
| sessions, API keys | open nothing: people sign in again, machines get new keys |
| second factors, recovery codes | open nothing: remove them (\`npm run users -- remove-second-factor\`), people set up new ones |
| tokens in invites, links and buttons that are under way | are not recognised: who answers is a new writer |
| secrets of webhook endpoints | are others: tell them to the receivers |
| numbers and user names in the audit trail (\`#…\`) | are found by the old hash alone |

So change it when it leaked, or before going live; passwords are not derived from it and stay.

## What is noted

${actionsTable()}

On the desk's socket: \`open\` (\`chat.opened\`, before the thread is shown), \`claim\` with \`takeOver\` (\`chat.taken-over\`), \`mark\` (\`person.marked\`).
What else is done in a chat stands in the chat, with who did it. The commands \`users\`, \`flow assign\`, \`flow unassign\`, \`dead-letters\`, \`webhooks replay\`
and \`audit export\` are noted like the routes. \`templates push\` works without the store and is not noted here: the carrier keeps what it was sent.
`;
}

import { KEY_SECTIONS } from './keys.ts';

/** The text of docs/redis-keys.md. */
export function redisKeysPage(): string {
  const sections = KEY_SECTIONS.filter(({ families }) => Object.keys(families).length > 0).map(({ title, families }) =>
    [
      `## ${title}`,
      '',
      '| Key | Type | Lives | Owner | Holds |',
      '|---|---|---|---|---|',
      ...Object.values(families).map(
        ({ pattern, type, ttl, owner, holds }) => `| \`${pattern}\` | ${type} | ${ttl} | \`${owner}\` | ${holds.replaceAll('|', '\\|')} |`,
      ),
      '',
    ].join('\n'),
  );
  return [INTRODUCTION, ...sections].join('\n');
}

const INTRODUCTION = `# Keys in Redis

Generated from \`src/store/redis/keys.ts\`, the only file that names keys; a test holds this page equal to it.

- \`{sNN}\` is the shard of a person (\`{s00}\` to \`{s15}\` unless another number was chosen at first start). Everything of one
  person shares a shard, so one commit touches one slot of a Redis Cluster. \`{all}\` and other tags are for what belongs to no person.
- A phone number is never part of a key: ids are keyed hashes.
- Only the owner reads and writes a key.
`;

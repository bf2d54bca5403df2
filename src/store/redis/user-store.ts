import type { Role, User } from '../../access/user.ts';
import type { OpenIdSubject, StoredUser, UserStore } from '../../access/user-store.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { USER_SUBJECTS_KEY, USERNAMES_KEY, USERS_KEY } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** KEYS users, usernames, subjects; ARGV username, id, text, subject or ''. 0: the name is taken, or the subject has a user. */
const ADD = defineScript(`
if ARGV[4] ~= '' and redis.call('HEXISTS', KEYS[3], ARGV[4]) == 1 then return 0 end
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 0 then return 0 end
if ARGV[4] ~= '' then redis.call('HSET', KEYS[3], ARGV[4], ARGV[2]) end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
`);

/** KEYS users; ARGV id, version before, text. 0: another version is there. */
const REPLACE = defineScript(`
local now = redis.call('HGET', KEYS[1], ARGV[1])
if not now or string.sub(now, 1, string.find(now, '|', 1, true) - 1) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`);

/** Looks a name or subject up and gets the user, in one round trip. KEYS users, the index; ARGV what is looked up. */
const BY_INDEX = defineScript(`
local id = redis.call('HGET', KEYS[2], ARGV[1])
return id and redis.call('HGET', KEYS[1], id)
`);

function textOf({ version, ...rest }: StoredUser): string {
  return `${version}|${JSON.stringify(rest)}`;
}

const subjectOf = ({ issuer, subject }: OpenIdSubject) => `${issuer} ${subject}`;

/** Before there were several roles, a user had one. */
type OldUser = User & { readonly role?: Role };

function withRoles({ role, ...user }: OldUser): User {
  return role === undefined ? user : { ...user, roles: [role] };
}

function storedFrom(text: unknown): StoredUser | undefined {
  if (typeof text !== 'string') return undefined;
  const bar = text.indexOf('|');
  const { user, ...rest } = JSON.parse(text.slice(bar + 1)) as Omit<StoredUser, 'version'> & { readonly user: OldUser };
  return { ...rest, user: withRoles(user), version: Number(text.slice(0, bar)) };
}

/** The users on Redis. Throws `store-unavailable`. */
export function createUserStore(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): UserStore {
  const within = <T>(work: Promise<T>) => withinLimit(work, timeLimitMs);
  return {
    byId: async (id) => storedFrom(await within(client.hget(USERS_KEY, id))),
    byUsername: async (username) => storedFrom(await within(runScript(client, BY_INDEX, [USERS_KEY, USERNAMES_KEY], [username]))),
    byOpenId: async (who) => storedFrom(await within(runScript(client, BY_INDEX, [USERS_KEY, USER_SUBJECTS_KEY], [subjectOf(who)]))),
    list: async () => {
      const all = Object.values(await within(client.hgetall(USERS_KEY))).map(storedFrom);
      return all.filter((stored) => stored !== undefined).sort((a, b) => (a.user.username < b.user.username ? -1 : 1));
    },
    add: async (stored) =>
      (await within(
        runScript(
          client,
          ADD,
          [USERS_KEY, USERNAMES_KEY, USER_SUBJECTS_KEY],
          [stored.user.username, stored.user.id, textOf(stored), stored.openId ? subjectOf(stored.openId) : ''],
        ),
      )) === 1,
    replace: async (stored) =>
      (await within(runScript(client, REPLACE, [USERS_KEY], [stored.user.id, String(stored.version - 1), textOf(stored)]))) === 1,
  };
}

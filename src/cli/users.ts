import { type Command, createCommand, InvalidArgumentError } from 'commander';
import type { AuditAction } from '../access/audit-actions.ts';
import { changeUser } from '../access/change-user.ts';
import { createUser } from '../access/create-user.ts';
import { removeFactor } from '../access/second-factor.ts';
import type { SessionStore } from '../access/session-store.ts';
import { setPassword } from '../access/set-password.ts';
import { isPhoneAddress, ROLES, type Role } from '../access/user.ts';
import type { StoredUser, UserStore } from '../access/user-store.ts';
import { AppError } from '../base/errors.ts';
import { systemRandom } from '../base/random.ts';
import { createSessionStore } from '../store/redis/session-store.ts';
import { createUserStore } from '../store/redis/user-store.ts';
import { joinStore } from './join-store.ts';
import { noteCommand } from './join-trail.ts';

/** What the commands work on. */
interface UsersDeps {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly random: typeof systemRandom;
  readonly noted: <T>(action: AuditAction, userId: string | undefined, work: () => Promise<T>) => Promise<T>;
}

const MIN_PASSWORD = 10;

/** Opens the store that the service uses, also while the service runs, and closes it afterwards. */
function withUsers(work: (deps: UsersDeps) => Promise<void>): Promise<void> {
  return joinStore((client, config) =>
    work({
      users: createUserStore(client),
      sessions: createSessionStore(client),
      random: systemRandom,
      noted: (action, userId, change) =>
        noteCommand({ client, config }, { action, ...(userId !== undefined && { object: { kind: 'user', id: userId } }) }, change),
    }),
  );
}

async function found(users: UserStore, username: string): Promise<StoredUser> {
  const stored = await users.byUsername(username.toLowerCase());
  if (!stored) throw new AppError('user-not-found', `There is no user "${username}". "npm run users -- list" shows who there is.`);
  return stored;
}

function aRole(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new InvalidArgumentError(`The roles are ${ROLES.join(', ')}.`);
  return role;
}

function someRoles(text: string, before: Role[]): Role[] {
  return [...before, aRole(text)];
}

function aUsername(text: string): string {
  if (/^[a-z0-9][a-z0-9._-]{1,31}$/.test(text)) return text;
  throw new InvalidArgumentError('A user name is 2 to 32 small letters, digits, dots, hyphens or underscores.');
}

function aCapacity(text: string): number {
  const capacity = Number(text);
  if (Number.isInteger(capacity) && capacity >= 0 && capacity <= 20) return capacity;
  throw new InvalidArgumentError('The capacity is a whole number from 0 to 20.');
}

function aPhone(text: string): string {
  if (isPhoneAddress(text)) return text;
  throw new InvalidArgumentError('A phone is a number such as +34910000001 or a sip: address.');
}

/** The first line of the standard input: passwords do not belong into the arguments, where every process can read them. */
async function readPassword(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  const password = text.split(/\r?\n/, 1)[0] ?? '';
  if (password.length < MIN_PASSWORD) throw new AppError('body-invalid', `The password must have ${MIN_PASSWORD} characters or more.`);
  return password;
}

interface AddOptions {
  readonly name?: string;
  readonly role: Role[];
  readonly team: string[];
  readonly language: string[];
  readonly capacity: number;
  readonly phone?: string;
  readonly passwordStdin?: boolean;
}

async function add(deps: UsersDeps, username: string, options: AddOptions): Promise<void> {
  const password = options.passwordStdin ? await readPassword() : undefined;
  const made = await deps.noted('user.created', undefined, () =>
    createUser(deps, {
      username,
      name: options.name ?? username,
      roles: options.role.length === 0 ? ['agent'] : options.role,
      teams: options.team,
      skills: [],
      languages: options.language,
      capacity: options.capacity,
      ...(options.phone !== undefined && { phone: options.phone }),
      ...(password !== undefined && { password }),
    }),
  );
  console.log(`Added ${made.user.username} (${made.user.roles.join(', ')}).`);
  if (made.password) console.log(`Password, shown this once: ${made.password}`);
}

async function list(deps: UsersDeps): Promise<void> {
  for (const { user, demo } of await deps.users.list()) {
    const remarks = [user.disabled && 'disabled', demo && 'demo'].filter(Boolean).join(', ');
    console.log(
      [user.username.padEnd(32), user.roles.join(', ').padEnd(13), user.name, remarks && `(${remarks})`].filter(Boolean).join('  '),
    );
  }
}

function addCommand(): Command {
  const collect = (value: string, before: string[]) => [...before, value];
  return createCommand('add')
    .description('Add somebody who may sign in. Without --password-stdin a password is made and printed once.')
    .argument('<username>', 'what is typed to sign in', aUsername)
    .option('--name <name>', 'as colleagues and customers see it')
    .option('--role <role>', `${ROLES.join(', ')}; may be given several times; agent by default`, someRoles, [])
    .option('--team <team>', 'may be given several times', collect, [])
    .option('--language <tag>', 'such as es; may be given several times', collect, [])
    .option('--capacity <n>', 'how many chats at once, 0 to 20', aCapacity, 3)
    .option('--phone <address>', 'where they are rung for a callback: a number such as +34910000001 or a sip: address', aPhone)
    .option('--password-stdin', 'read the password from the standard input')
    .action((username: string, options: AddOptions) => withUsers((deps) => add(deps, username, options)));
}

function setPasswordCommand(): Command {
  return createCommand('set-password')
    .description('Give somebody another password and end their sessions. Without --password-stdin one is made and printed once.')
    .argument('<username>')
    .option('--password-stdin', 'read the password from the standard input')
    .action((username: string, options: { passwordStdin?: boolean }) =>
      withUsers(async (deps) => {
        const { user } = await found(deps.users, username);
        const password = options.passwordStdin ? await readPassword() : undefined;
        const made = await deps.noted('user.password-set', user.id, () => setPassword(deps, user.id, password));
        console.log(`${user.username} has a new password; every session has ended.`);
        if (made.password) console.log(`Password, shown this once: ${made.password}`);
      }),
    );
}

function disableCommand(name: 'disable' | 'enable'): Command {
  const disabled = name === 'disable';
  return createCommand(name)
    .description(disabled ? 'Let somebody in no longer; every session ends at once.' : 'Let somebody in again.')
    .argument('<username>')
    .action((username: string) =>
      withUsers(async (deps) => {
        const { user } = await found(deps.users, username);
        await deps.noted('user.changed', user.id, () => changeUser(deps, user.id, { disabled }));
        console.log(`${user.username} is ${disabled ? 'disabled' : 'enabled'}.`);
      }),
    );
}

function removeFactorCommand(): Command {
  return createCommand('remove-second-factor')
    .description('Take away a second factor that somebody lost; every session ends.')
    .argument('<username>')
    .action((username: string) =>
      withUsers(async (deps) => {
        const { user } = await found(deps.users, username);
        await deps.noted('user.second-factor-removed', user.id, () => removeFactor(deps, user.id));
        console.log(`${user.username} signs in with the password alone.`);
      }),
    );
}

const program = createCommand('users')
  .description('Who may sign in. Works on the store that the service uses (REDIS_URL, DATA_DIR), also while it runs.')
  .addCommand(addCommand())
  .addCommand(
    createCommand('list')
      .description('Show everybody.')
      .action(() => withUsers(list)),
  )
  .addCommand(setPasswordCommand())
  .addCommand(removeFactorCommand())
  .addCommand(disableCommand('disable'))
  .addCommand(disableCommand('enable'));

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ACCOUNT, ENTRY_NUMBER } from './caller.ts';
import { ROOT } from './measured-process.ts';

export interface SentMessage {
  readonly to: string;
  readonly status: string;
  readonly createdAtMs: number;
}

/** The carrier emulator beside the service, with the templates approved. */
export interface CarrierProcess {
  messages(): Promise<readonly SentMessage[]>;
  stop(): Promise<void>;
}

const TSX = ['--import', 'tsx'];

/** Starts the emulator and hands in the templates. `env` is the service's own. */
export async function startCarrier(port: number, serviceUrl: string, env: Readonly<Record<string, string>>): Promise<CarrierProcess> {
  const child = fork(`${ROOT}test/bench/emulator.ts`, [String(port), serviceUrl], { cwd: ROOT, execArgv: TSX });
  process.once('exit', () => child.kill('SIGKILL'));
  await answerOf(child);
  const push = fork(`${ROOT}src/cli/templates.ts`, ['push'], {
    cwd: ROOT,
    execArgv: TSX,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  const [code] = await once(push, 'exit');
  if (code !== 0) throw new Error(`the templates could not be handed in: ${code}`);
  return {
    messages: async () => {
      child.send('messages');
      return (await answerOf(child)) as readonly SentMessage[];
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the carrier emulator ended with ${code}`);
  });
  gone.catch(() => {});
  const [answer] = (await Promise.race([once(child, 'message'), gone])) as [unknown];
  return answer;
}

/** What the service needs to know of the account and the numbers. */
export function carrierEnvironment(apiUrl: string): Readonly<Record<string, string>> {
  return {
    TWILIO_ACCOUNT_SID: ACCOUNT.sid,
    TWILIO_AUTH_TOKEN: ACCOUNT.token,
    TWILIO_API_URL: apiUrl,
    WHATSAPP_FROM: ENTRY_NUMBER,
    AGENT_DIAL: '+34910000001',
  };
}

import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { RandomBytes } from '../base/random.ts';
import type { Config, TwilioConfig } from '../config.ts';
import { assertSandboxAllowed } from '../sandbox/allowed.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { failureMenu } from './failure-menu.ts';
import { sandboxAccount } from './sandbox-account.ts';

/** The invented numbers of the sandbox. */
export const SANDBOX_NUMBERS = {
  entry: '+34910000000',
  whatsapp: '+34910000000',
  sms: '+34910000009',
  agent: '+34910000001',
} as const;

export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly twilio: TwilioConfig;
}

/** Without the carrier's credentials: an emulator of the carrier beside the service, over real HTTP with real signatures. */
export async function openSandbox(deps: {
  readonly config: Config;
  readonly secretKey: string;
  readonly serviceUrl: () => string;
  /** With the scripts that the page offers. */
  readonly flowsFolder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
  readonly emulator?: Partial<Pick<SandboxOptions, 'delays' | 'scheduler'>>;
}): Promise<OpenSandbox> {
  assertSandboxAllowed(deps.config);
  const account = sandboxAccount(deps.secretKey);
  const sandbox = createSandbox({
    ...account,
    serviceUrl: deps.serviceUrl,
    whatsappFrom: deps.config.whatsappFrom ?? SANDBOX_NUMBERS.whatsapp,
    smsFrom: deps.config.smsFrom ?? SANDBOX_NUMBERS.sms,
    entryNumbers: [SANDBOX_NUMBERS.entry],
    clock: deps.clock,
    random: deps.random,
    log: deps.log,
    scriptsFolder: deps.flowsFolder,
    failures: failureMenu(),
    ...deps.emulator,
  });
  const apiUrl = await sandbox.listen();
  return { sandbox, twilio: { accountSid: account.accountSid, authTokens: [account.authToken], apiUrl } };
}

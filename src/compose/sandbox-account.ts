import { createHash } from 'node:crypto';

/** The emulator's account: invented, and the same for the same secret. */
export function sandboxAccount(secret: string): { readonly accountSid: string; readonly authToken: string } {
  const digest = (purpose: string) => createHash('sha256').update(`${purpose}:${secret}`).digest('hex').slice(0, 32);
  return { accountSid: `AC${digest('account')}`, authToken: digest('token') };
}

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret of a sandbox: made once, kept under DATA_DIR, readable by its owner alone. */
export async function keepSandboxSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'sandbox-secret');
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

/** The emulator's account: invented, and the same for the same secret. */
export function sandboxAccount(secret: string): { readonly accountSid: string; readonly authToken: string } {
  const digest = (purpose: string) => createHash('sha256').update(`${purpose}:${secret}`).digest('hex').slice(0, 32);
  return { accountSid: `AC${digest('account')}`, authToken: digest('token') };
}

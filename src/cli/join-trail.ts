import { userInfo } from 'node:os';
import type { AuditNote, AuditRef, AuditTrail } from '../access/audit.ts';
import type { AuditAction } from '../access/audit-actions.ts';
import { systemClock } from '../base/clock.ts';
import { toAppError } from '../base/errors.ts';
import { createKeyring, type Keyring } from '../base/keyring.ts';
import { silentLogger } from '../base/log.ts';
import type { Config } from '../config.ts';
import { keepSandboxSecret } from '../store/keep-sandbox-secret.ts';
import { createAuditTrail } from '../store/redis/audit-trail.ts';
import type { RedisClient } from '../store/redis/client.ts';
import { fixShards } from '../store/redis/shards.ts';

/** The audit trail of the service, and the key that signs it. */
export async function openTrail(client: RedisClient, config: Config): Promise<{ readonly trail: AuditTrail; readonly keyring: Keyring }> {
  const secretKey = config.secretKey ?? (await keepSandboxSecret(config.dataDir));
  const keyring = createKeyring(secretKey, await fixShards(client));
  return { trail: createAuditTrail({ client, keyring, clock: systemClock, log: silentLogger }), keyring };
}

function whoRuns(): AuditRef {
  try {
    return { kind: 'command', id: userInfo().username };
  } catch {
    return { kind: 'command', id: String(process.getuid?.() ?? '') };
  }
}

/** Does what a command changes, noted before and after as a change from the pages is; it is not made unnoted. */
export async function noteCommand<T>(
  { client, config }: { readonly client: RedisClient; readonly config: Config },
  what: { readonly action: AuditAction; readonly object?: AuditRef },
  work: () => Promise<T>,
): Promise<T> {
  const { trail } = await openTrail(client, config);
  const note: Omit<AuditNote, 'outcome'> = { ...what, who: whoRuns(), from: 'shell' };
  const begun = await trail.note({ ...note, outcome: 'begun' });
  try {
    const done = await work();
    await trail.note({ ...note, outcome: 'done', begun });
    return done;
  } catch (thrown) {
    const { status, code } = toAppError(thrown);
    await trail.note({ ...note, outcome: status < 500 ? 'refused' : 'failed', code, begun });
    throw thrown;
  }
}

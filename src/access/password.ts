import { hash, verify } from '@node-rs/argon2';
import { randomTail } from '../base/ids.ts';
import type { RandomBytes } from '../base/random.ts';

/** Verified when the user is unknown, so that an answer takes as long as with a known one. It is the hash of no password. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$MDAwMDAwMDAwMDAwMDAwMA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** The argon2id hash that is kept (19 MiB, two passes: the library's defaults). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Is this the password? With no hash at all the answer is no, after the same work. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password);
  return right && passwordHash !== undefined;
}

/** A password nobody can guess (80 bits), in groups that can be read aloud: `7K3Q-X9TB-…`. */
export function makePassword(random: RandomBytes): string {
  return (randomTail(random, 16).match(/.{4}/g) ?? []).join('-');
}

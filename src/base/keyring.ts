import { createHmac, hkdfSync } from 'node:crypto';
import { type ContactId, makeId } from './ids.ts';

/** The keys derived from SECRET_KEY, each for one purpose, so that none can stand in for another. */
export interface Keyring {
  /** How many shards a person's live state is spread over; fixed at first start. */
  readonly shards: number;
  /** A keyed hash, 26 letters of base 32: names a person without naming them. Shape: text -> text. */
  hash(text: string): string;
  /** The shard a name belongs to, 0 to shards - 1. */
  shardOf(text: string): number;
  /** The id of the contact known by this canonical number or business-scoped id. */
  contactId(identity: string): ContactId;
  /** A signature of 16 letters over text, for one-time tokens. */
  sign(text: string): string;
  /** The signature of an entry of the audit trail: HMAC-SHA-256, base64url. */
  signAudit(text: string): string;
}

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(bytes: Uint8Array, letters: number): string {
  let out = '';
  for (let i = 0; i < letters; i += 1) out += BASE32[(bytes[i] ?? 0) & 31];
  return out;
}

export function createKeyring(secretKey: string, shards: number): Keyring {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, 'relevo', purpose, 32));
  const personKey = derive('person-hash');
  const tokenKey = derive('token-signature');
  const auditKey = derive('audit-chain');
  const digest = (text: string) => createHmac('sha256', personKey).update(text).digest();
  const shardFrom = (bytes: Buffer) => bytes.readUInt16BE(28) % shards;
  return {
    shards,
    hash: (text) => base32(digest(text), 26),
    shardOf: (text) => shardFrom(digest(text)),
    contactId: (identity) => {
      const bytes = digest(identity);
      return makeId('p', shardFrom(bytes), base32(bytes, 26));
    },
    signAudit: (text) => createHmac('sha256', auditKey).update(text).digest('base64url'),
    sign: (text) => base32(createHmac('sha256', tokenKey).update(text).digest(), 16),
  };
}

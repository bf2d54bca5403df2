import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
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
  /** Encrypted (AES-256-GCM), base64url: nobody reads it or makes one without the key, nor one for another purpose. */
  seal(purpose: string, text: string): string;
  /** What was sealed for this purpose; undefined: it was not, or not with this key. */
  unseal(purpose: string, sealed: string): string | undefined;
}

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(bytes: Uint8Array, letters: number): string {
  let out = '';
  for (let i = 0; i < letters; i += 1) out += BASE32[(bytes[i] ?? 0) & 31];
  return out;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

function sealWith(key: Buffer, purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function unsealWith(key: Buffer, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

export function createKeyring(secretKey: string, shards: number): Keyring {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, 'relevo', purpose, 32));
  const personKey = derive('person-hash');
  const tokenKey = derive('token-signature');
  const auditKey = derive('audit-chain');
  const sealKey = derive('seal');
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
    seal: (purpose, text) => sealWith(sealKey, purpose, text),
    unseal: (purpose, sealed) => unsealWith(sealKey, purpose, sealed),
    sign: (text) => base32(createHmac('sha256', tokenKey).update(text).digest(), 16),
  };
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../base/random.ts';

/** Codes of six digits that change every 30 s, HMAC-SHA-1: what every authenticator app takes. Source: RFC 6238, RFC 4226, RFC 4648. */
const STEP_MS = 30_000;
const DIGITS = 6;
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** A code of the step before or after is taken too: clocks differ, people type slowly. */
const DRIFT = [0, -1, 1] as const;

/** A new secret, 160 bits, in base 32 as apps take it. */
export function makeTotpSecret(random: RandomBytes): string {
  const bits = [...random(SECRET_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

/** The code of a step. Shape: base 32, number of the step -> six digits. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / STEP_MS);
}

/** The step that a code belongs to; undefined: it is wrong, too old, or not later than the last one that was used. */
export function stepOfCode(secret: string, code: string, nowMs: number, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const steps = DRIFT.map((drift) => totpStep(nowMs) + drift);
  const right = steps.filter((step) => timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code)));
  return right.find((step) => step > lastStep);
}

/** What an authenticator app reads from the QR code. */
export function totpAddress(secret: string, username: string): string {
  return `otpauth://totp/Relevo:${encodeURIComponent(username)}?secret=${secret}&issuer=Relevo`;
}

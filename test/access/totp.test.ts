import { describe, expect, it } from 'vitest';
import { makeTotpSecret, stepOfCode, totpAddress, totpCode, totpStep } from '../../src/access/totp.ts';
import { createSeededRandom } from '../../src/base/random.ts';

/** "12345678901234567890" in base 32: the secret of RFC 6238, appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const MS = 1_000;

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is that of RFC 6238', (seconds, code) => {
    expect(totpCode(SECRET, totpStep(seconds * MS))).toBe(code);
  });

  it('are taken from a clock that is half a minute off, and no more', () => {
    const nowMs = 1_234_567_890 * MS;
    const at = (drift: number) => stepOfCode(SECRET, totpCode(SECRET, totpStep(nowMs) + drift), nowMs, 0);
    expect([-2, -1, 0, 1, 2].map((drift) => at(drift) !== undefined)).toEqual([false, true, true, true, false]);
  });

  it('are not taken twice, nor after a later one', () => {
    const nowMs = 1_234_567_890 * MS;
    const step = totpStep(nowMs);
    expect(stepOfCode(SECRET, totpCode(SECRET, step), nowMs, step)).toBeUndefined();
    expect(stepOfCode(SECRET, totpCode(SECRET, step - 1), nowMs, step)).toBeUndefined();
    expect(stepOfCode(SECRET, totpCode(SECRET, step + 1), nowMs, step)).toBe(step + 1);
  });

  it('come from a key of 160 bits that apps can read', () => {
    const secret = makeTotpSecret(createSeededRandom(7));
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(totpAddress(secret, 'ana.l')).toBe(`otpauth://totp/Relevo:ana.l?secret=${secret}&issuer=Relevo`);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeId, shardOfId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { findReferenceCodes, handoffIdOf, inviteToken, readInviteButton, referenceCodeOf } from '../../src/handoff/token.ts';

const keyring = createKeyring('a secret of at least thirty-two bytes', 16);
const other = createKeyring('another secret of thirty-two bytes..', 16);
const call = makeId('c', 7, `CA${'a'.repeat(32)}`);

describe('the invite’s token', () => {
  it('comes back from the button as the handoff it was made for', () => {
    const id = handoffIdOf(keyring, call, 1);
    expect(readInviteButton(keyring, `go:${inviteToken(keyring, id)}`)).toEqual({ answer: 'go', handoffId: id });
    expect(readInviteButton(keyring, `no:${inviteToken(keyring, id)}`)).toEqual({ answer: 'not-me', handoffId: id });
  });

  it('fits into a button id of the carrier', () => {
    expect(`go:${inviteToken(keyring, handoffIdOf(keyring, call, 1))}`.length).toBeLessThanOrEqual(200);
  });

  it('is refused with one letter changed, under another secret, or made up', () => {
    const token = inviteToken(keyring, handoffIdOf(keyring, call, 1));
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (at, letter) => {
        fc.pre(token[at] !== letter);
        expect(readInviteButton(keyring, `go:${token.slice(0, at)}${letter}${token.slice(at + 1)}`)).toBeUndefined();
      }),
    );
    expect(readInviteButton(other, `go:${token}`)).toBeUndefined();
    for (const payload of [undefined, '', 'go:', 'go:x.y', 'faq-1', `GO:${token}`])
      expect(readInviteButton(keyring, payload)).toBeUndefined();
  });

  it('names the same handoff for the same call and ordinal, in the call’s shard', () => {
    expect(handoffIdOf(keyring, call, 1)).toBe(handoffIdOf(keyring, call, 1));
    expect(handoffIdOf(keyring, call, 1)).not.toBe(handoffIdOf(keyring, call, 2));
    expect(shardOfId(handoffIdOf(keyring, call, 1))).toBe(7);
  });
});

describe('reference codes', () => {
  it('are found in what people send', () => {
    const code = referenceCodeOf(handoffIdOf(keyring, call, 1));
    expect(findReferenceCodes(`Hola, sigo aquí mi llamada. Referencia: ${code.toLowerCase()}.`)).toEqual([code.replace('-', '')]);
  });
  it('are read as meant when look-alike letters were typed', () => {
    expect(findReferenceCodes('ref O1IL-7k3q')).toEqual(['01117K3Q']);
  });
  it('are not seen in ordinary words, and at most three are tried', () => {
    expect(findReferenceCodes('quiero dar de baja mi línea')).toEqual([]);
    expect(findReferenceCodes('AAAA-AAAA BBBB-BBBB CCCC-CCCC DDDD-DDDD')).toHaveLength(3);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../src/base/random.ts';
import { entryAddress, findEntryCode, makeEntryCode, prefilledText } from '../../src/entries/entry-link.ts';
import { webButton } from '../../src/entries/web-button.ts';

const codes = fc.integer({ min: 1, max: 1_000_000 }).map((seed) => makeEntryCode(createSeededRandom(seed)));

describe('a reference code of a link', () => {
  it('is found in what the customer sends, in small letters and with look-alikes too', () => {
    fc.assert(
      fc.property(codes, fc.string({ maxLength: 40 }), (code, before) => {
        const text = `${before.replaceAll('W', 'v').replaceAll('w', 'v')} (w-${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')})`;
        expect(findEntryCode(text)).toBe(code);
      }),
    );
  });

  it('mistyped by one letter is no code', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 30 }), (code, at, by) => {
        const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const index = letters.indexOf(code[at] ?? '');
        const other = letters[(index + by) % 31] ?? '0';
        fc.pre(other !== code[at] && index !== 31);
        const mistyped = code.slice(0, at) + other + code.slice(at + 1);
        expect(findEntryCode(`W-${mistyped}`)).toBeUndefined();
      }),
    );
  });

  it('is not read out of other texts', () => {
    for (const text of ['', 'hola', '7K3Q-X9TB', 'W-7K3', 'NEW-7K3QX9', 'W-7K3QX9A']) expect(findEntryCode(text)).toBeUndefined();
  });
});

describe('a link', () => {
  const link = { code: '7K3Q9X', text: 'Hola, tengo una duda & más' };
  it('holds the text and the code, encoded', () => {
    const url = new URL(entryAddress('+34910000000', link));
    expect([url.host, url.pathname, url.searchParams.get('text')]).toEqual(['wa.me', '/34910000000', prefilledText(link)]);
  });

  it('as a button is a link without a script, with its words in the language and the new window said aloud', () => {
    const html = webButton(entryAddress('+34910000000', { ...link, text: '"><script>x</script>' }), 'es');
    expect(html).not.toMatch(/<script|<img|onclick/);
    expect(html).toContain('rel="noopener noreferrer"');
    expect(html).toContain('Escríbanos por WhatsApp');
    expect(html).toContain('(se abre en otra ventana)');
    expect(html).toContain('aria-hidden="true"');
  });
});

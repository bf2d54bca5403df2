import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type QrMatrix, qrCode } from '../../src/entries/qr-code.ts';
import { qrPng, qrSvg } from '../../src/entries/qr-image.ts';

/** Reads a code back as a phone does, but for the repair of errors: format, mask, zigzag, blocks, bytes. */
function read(matrix: QrMatrix): string {
  const size = matrix.length;
  const version = (size - 17) / 4;
  const dark = (x: number, y: number) => matrix[y]?.[x] === true;
  let format = 0;
  for (let i = 0; i < 15; i += 1) {
    const [x, y] = i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i === 8 ? [7, 8] : [14 - i, 8];
    format |= (dark(x, y) ? 1 : 0) << i;
  }
  const mask = ((format ^ 0x5412) >> 10) & 7;
  expect(((format ^ 0x5412) >> 13) & 3).toBe(0);
  const words: number[] = [];
  let bits = '';
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (isPattern(x, y, size, version)) continue;
        bits += dark(x, y) !== masked(mask, x, y) ? '1' : '0';
      }
    }
  }
  for (let at = 0; at + 8 <= bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8), 2));
  // Versions 1 and 2 have one block, 4 has two of equal length (ISO/IEC 18004, table 9).
  const [blocks, each] = version === 1 ? [1, 16] : version === 2 ? [1, 28] : version === 3 ? [1, 44] : [2, 32];
  const data = Array.from({ length: blocks }, (_, b) => Array.from({ length: each }, (__, i) => words[i * blocks + b] ?? 0)).flat();
  const all = data.map((word) => word.toString(2).padStart(8, '0')).join('');
  expect(all.slice(0, 4)).toBe('0100');
  const length = Number.parseInt(all.slice(4, 12), 2);
  const bytes = Array.from({ length }, (_, i) => Number.parseInt(all.slice(12 + 8 * i, 20 + 8 * i), 2));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function masked(mask: number, x: number, y: number): boolean {
  const product = x * y;
  return (
    [
      (x + y) % 2,
      y % 2,
      x % 3,
      (x + y) % 3,
      (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
      (product % 2) + (product % 3),
      ((product % 2) + (product % 3)) % 2,
      (((x + y) % 2) + (product % 3)) % 2,
    ][mask] === 0
  );
}

function isPattern(x: number, y: number, size: number, version: number): boolean {
  if (x === 6 || y === 6) return true;
  if (x <= 8 && y <= 8) return true;
  if (x >= size - 8 && y <= 8) return true;
  if (x <= 8 && y >= size - 8) return true;
  const at = version === 1 ? undefined : version * 4 + 10;
  return at !== undefined && Math.abs(x - at) <= 2 && Math.abs(y - at) <= 2;
}

describe('a QR code', () => {
  it.each([
    'W',
    'https://wa.me/34910',
    'https://wa.me/34910000000?text=Hola',
    'ñandú €',
    'https://wa.me/34910000000?text=Hola%20%28W-7K3Q9X%29',
  ])('of %s is read back', (text) => {
    expect(read(qrCode(text))).toBe(text);
  });

  it('grows with its text, and refuses what no code of ours holds', () => {
    expect([14, 15, 26, 27].map((length) => qrCode('x'.repeat(length)).length)).toEqual([21, 25, 25, 29]);
    expect(qrCode('x'.repeat(666)).length).toBe(97);
    expect(() => qrCode('x'.repeat(667))).toThrow(RangeError);
  });

  it('as PNG and as SVG shows the same modules, with the quiet zone around', () => {
    const matrix = qrCode('https://wa.me/34910');
    const size = matrix.length + 8;
    const png = Buffer.from(qrPng(matrix, 3));
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size * 3, size * 3]);
    const data = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
    const rows = inflateSync(data);
    const rowBytes = Math.ceil((size * 3) / 8) + 1;
    const isDark = (x: number, y: number) => (((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0;
    const svg = qrSvg(matrix, 'Poster <1>');
    expect(svg).toContain('<title>Poster &lt;1&gt;</title>');
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) {
        const wanted = matrix[y - 4]?.[x - 4] === true;
        expect(isDark(x * 3 + 1, y * 3 + 1)).toBe(wanted);
        if (wanted !== svg.includes(`M${x} ${y}h1v1h-1z`)) throw new Error(`${x},${y}`);
      }
  });
});

import { crc32, deflateSync } from 'node:zlib';
import type { QrMatrix } from './qr-code.ts';

/** Light modules around the code: what readers need to find it. */
const QUIET = 4;

/** The code as SVG: sharp at any size, for print. `title` is what a screen reader says. */
export function qrSvg(matrix: QrMatrix, title: string): string {
  const size = matrix.length + 2 * QUIET;
  const path = matrix.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : []))).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"><title>${escapeMarkup(title)}</title><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}

/** The code as PNG, black on white, `scale` pixels a module. Source: https://www.w3.org/TR/png-3/ */
export function qrPng(matrix: QrMatrix, scale: number): Uint8Array {
  const size = (matrix.length + 2 * QUIET) * scale;
  const rowBytes = Math.ceil(size / 8);
  const pixels = Buffer.alloc((rowBytes + 1) * size);
  for (let y = 0; y < size; y += 1) {
    const row = matrix[Math.floor(y / scale) - QUIET];
    for (let x = 0; x < size; x += 1) {
      const isDark = row?.[Math.floor(x / scale) - QUIET] === true;
      const at = y * (rowBytes + 1) + 1 + (x >> 3);
      if (!isDark) pixels[at] = (pixels[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One bit a pixel, shades of grey.
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Text as it may stand in markup, between quotes too. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

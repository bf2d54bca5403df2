/**
 * QR codes of bytes at error correction level M (15 % may be lost), versions 1 to 20: what a link needs. Source: ISO/IEC
 * 18004; the tables are those of its level M.
 */

/** `true` is dark. Square, without the quiet zone. */
export type QrMatrix = readonly (readonly boolean[])[];

/** By version, from 1: error correction bytes of a block, and blocks. */
const EC_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
/** Level M in the format bits. */
const LEVEL_M = 0b00;

/** The smallest code that holds the text (UTF-8). Throws RangeError beyond 666 bytes. */
export function qrCode(text: string): QrMatrix {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((_, i) => bytes.length + (i + 1 < 10 ? 2 : 3) <= dataBytes(i + 1)) + 1;
  if (version === 0) throw new RangeError(`${bytes.length} bytes are more than a QR code of ours holds`);
  const drawn = Array.from({ length: 8 }, (_, mask) => draw(version, codewords(bytes, version), mask));
  const best = drawn.map((matrix) => penalty(matrix));
  return drawn[best.indexOf(Math.min(...best))] as boolean[][];
}

// ---- The bytes --------------------------------------------------------------------------------------------------------

/** All bytes that a version has room for, error correction included. */
function rawBytes(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    modules -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) modules -= 36;
  }
  return modules >> 3;
}

function dataBytes(version: number): number {
  return rawBytes(version) - (EC_BYTES[version - 1] ?? 0) * (BLOCKS[version - 1] ?? 0);
}

/** Mode, length, bytes, end, padding; then cut into blocks, each with its correction, and interleaved. */
function codewords(bytes: Uint8Array, version: number): Uint8Array {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i -= 1) bits.push((value >>> i) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const room = dataBytes(version) * 8;
  push(0, Math.min(4, room - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  const data = new Uint8Array(room / 8);
  for (const [i, bit] of bits.entries()) data[i >> 3] = (data[i >> 3] ?? 0) | (bit << (7 - (i & 7)));
  return interleave(data, version);
}

function interleave(data: Uint8Array, version: number): Uint8Array {
  const blocks = BLOCKS[version - 1] ?? 1;
  const ecBytes = EC_BYTES[version - 1] ?? 0;
  const raw = rawBytes(version);
  const shortBlocks = blocks - (raw % blocks);
  const shortData = Math.floor(raw / blocks) - ecBytes;
  const divisor = generator(ecBytes);
  const parts: { readonly data: Uint8Array; readonly ec: Uint8Array }[] = [];
  for (let i = 0, at = 0; i < blocks; i += 1) {
    const length = shortData + (i < shortBlocks ? 0 : 1);
    const part = data.subarray(at, at + length);
    parts.push({ data: part, ec: remainder(part, divisor) });
    at += length;
  }
  const out: number[] = [];
  for (let i = 0; i <= shortData; i += 1) for (const part of parts) if (i < part.data.length) out.push(part.data[i] ?? 0);
  for (let i = 0; i < ecBytes; i += 1) for (const part of parts) out.push(part.ec[i] ?? 0);
  return Uint8Array.from(out);
}

/** Multiplication in GF(2^8) with the polynomial of the standard. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product;
}

function generator(degree: number): Uint8Array {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) result[j] = times(result[j] ?? 0, root) ^ (result[j + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const result = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ (result[0] ?? 0);
    result.copyWithin(0, 1);
    result[result.length - 1] = 0;
    for (let i = 0; i < result.length; i += 1) result[i] = (result[i] ?? 0) ^ times(divisor[i] ?? 0, factor);
  }
  return result;
}

// ---- The picture ------------------------------------------------------------------------------------------------------

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

interface Canvas {
  readonly size: number;
  readonly dark: boolean[][];
  /** Modules that carry no data. */
  readonly fixed: boolean[][];
}

function draw(version: number, words: Uint8Array, mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const blank = () => Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const canvas: Canvas = { size, dark: blank(), fixed: blank() };
  drawPatterns(canvas, version);
  drawFormat(canvas, mask);
  drawVersion(canvas, version);
  drawData(canvas, words, mask);
  return canvas.dark;
}

function set({ dark, fixed }: Canvas, x: number, y: number, isDark: boolean): void {
  const row = dark[y];
  const fixedRow = fixed[y];
  if (!row || !fixedRow || x < 0 || x >= row.length) return;
  row[x] = isDark;
  fixedRow[x] = true;
}

function drawPatterns(canvas: Canvas, version: number): void {
  const { size } = canvas;
  for (let i = 0; i < size; i += 1) {
    set(canvas, 6, i, i % 2 === 0);
    set(canvas, i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(canvas, cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  }
  const places = alignment(version);
  const last = places.length - 1;
  for (const [i, cx] of places.entries())
    for (const [j, cy] of places.entries()) {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (isFinder) continue;
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) set(canvas, cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
}

function alignment(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let at = version * 4 + 10; places.length < count; at -= step) places.splice(1, 0, at);
  return places;
}

function drawFormat(canvas: Canvas, mask: number): void {
  const { size } = canvas;
  const data = (LEVEL_M << 3) | mask;
  let rest = data;
  for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i += 1) set(canvas, 8, i, bit(i));
  set(canvas, 8, 7, bit(6));
  set(canvas, 8, 8, bit(7));
  set(canvas, 7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) set(canvas, 14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) set(canvas, size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) set(canvas, 8, size - 15 + i, bit(i));
  set(canvas, 8, size - 8, true);
}

function drawVersion(canvas: Canvas, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i += 1) {
    const isDark = ((bits >>> i) & 1) === 1;
    const a = canvas.size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    set(canvas, a, b, isDark);
    set(canvas, b, a, isDark);
  }
}

/** Two columns at a time, from the right, up and down in turns, leaving the timing column out. */
function drawData({ size, dark, fixed }: Canvas, words: Uint8Array, mask: number): void {
  const isMasked = MASKS[mask] as (x: number, y: number) => boolean;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = dark[y];
        if (!row || fixed[y]?.[x]) continue;
        const bit = at < words.length * 8 && (((words[at >> 3] ?? 0) >>> (7 - (at & 7))) & 1) === 1;
        row[x] = bit !== isMasked(x, y);
        at += 1;
      }
    }
  }
}

// ---- Which mask reads best ----------------------------------------------------------------------------------------------

function penalty(matrix: readonly (readonly boolean[])[]): number {
  const size = matrix.length;
  const columns = matrix.map((_, x) => matrix.map((row) => row[x] === true));
  let sum = 0;
  for (const line of [...matrix, ...columns]) sum += runs(line) + finderLike(line);
  for (let y = 0; y < size - 1; y += 1)
    for (let x = 0; x < size - 1; x += 1) {
      const one = matrix[y]?.[x];
      if (one === matrix[y]?.[x + 1] && one === matrix[y + 1]?.[x] && one === matrix[y + 1]?.[x + 1]) sum += 3;
    }
  const darkShare = matrix.flat().filter(Boolean).length / (size * size);
  return sum + Math.floor(Math.abs(darkShare * 20 - 10)) * 10;
}

function runs(line: readonly boolean[]): number {
  let sum = 0;
  for (let at = 0; at < line.length; ) {
    let end = at;
    while (end < line.length && line[end] === line[at]) end += 1;
    if (end - at >= 5) sum += end - at - 2;
    at = end;
  }
  return sum;
}

const FINDER = [true, false, true, true, true, false, true];

/** 1:1:3:1:1 with four light modules on one side looks like a corner. */
function finderLike(line: readonly boolean[]): number {
  let sum = 0;
  const isLight = (from: number) => [0, 1, 2, 3].every((i) => line[from + i] !== true);
  for (let at = 0; at + 7 <= line.length; at += 1) {
    if (!FINDER.every((dark, i) => line[at + i] === dark)) continue;
    if (isLight(at - 4)) sum += 40;
    if (isLight(at + 7)) sum += 40;
  }
  return sum;
}

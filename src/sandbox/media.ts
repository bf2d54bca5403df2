import { deflateSync } from 'node:zlib';
import type { SampleFile } from '../http/contract/sandbox.ts';

/** Bytes that a customer sent, kept at the carrier until deleted. */
export interface StoredMedia {
  readonly sid: string;
  readonly messageSid: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly createdAtMs: number;
}

/** Files a customer can send without having one: what they are to the eye, and what their first bytes say. */
export function sampleFile(kind: SampleFile): { readonly contentType: string; readonly bytes: Buffer } {
  switch (kind) {
    case 'photo':
      return { contentType: 'image/png', bytes: makePicture() };
    case 'document':
      return { contentType: 'application/pdf', bytes: makeDocument() };
    case 'voice':
      return { contentType: 'audio/ogg', bytes: padded('OggS\0\x02', 4_000) };
    case 'video':
      return { contentType: 'video/mp4', bytes: padded('\0\0\0\x18ftypmp42', 20_000) };
    case 'too-large':
      return { contentType: 'video/mp4', bytes: padded('\0\0\0\x18ftypmp42', 17 * 1024 * 1024) };
    case 'unknown':
      return { contentType: 'application/octet-stream', bytes: padded('MZ', 1_000) };
  }
}

function padded(head: string, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write(head, 'latin1');
  return bytes;
}

/** One empty page, as a PDF file. */
function makeDocument(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>',
  ];
  const body = objects.map((object, at) => `${at + 1} 0 obj${object}endobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Size 4/Root 1 0 R>>\n%%EOF\n`, 'latin1');
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A small picture to send: `side` x `side` pixels of a soft gradient, as a PNG file. */
export function makePicture(side = 96): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 3));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = y * (1 + side * 3) + 1 + x * 3;
      rows[at] = Math.round(30 + (x / side) * 90);
      rows[at + 1] = Math.round(140 + (y / side) * 80);
      rows[at + 2] = 150;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

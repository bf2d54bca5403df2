const SIGNATURES: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/jpeg', 0, 'ffd8ff'],
  ['image/png', 0, '89504e470d0a1a0a'],
  ['image/gif', 0, '47494638'],
  ['image/webp', 8, '57454250'],
  ['application/pdf', 0, '255044462d'],
  ['audio/ogg', 0, '4f676753'],
  ['audio/amr', 0, '2321414d52'],
  ['audio/mpeg', 0, '494433'],
  ['audio/wav', 8, '57415645'],
  ['audio/aac', 0, 'fff1'],
  ['audio/aac', 0, 'fff9'],
  ['audio/mpeg', 0, 'fffb'],
  ['audio/mpeg', 0, 'fff3'],
  ['video/3gpp', 4, '66747970336770'],
  ['audio/mp4', 4, '667479704d3441'],
  ['video/mp4', 4, '66747970'],
  ['application/zip', 0, '504b0304'],
  ['application/x-ole-storage', 0, 'd0cf11e0a1b11ae1'],
];

/** What declared types a container of that kind may carry. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\/vnd\.openxmlformats-officedocument\.[a-z.]+$/,
  'application/x-ole-storage': /^application\/(msword|vnd\.ms-(excel|powerpoint))$/,
  'video/mp4': /^audio\/mp4$/,
  'audio/ogg': /^audio\/(ogg|opus)$/,
};

/** The type of a medium by its bytes; the sender's word counts only among what such bytes can be. */
export function mediaTypeOf(bytes: Uint8Array, declared: string): string {
  const claim = (declared.split(';')[0] ?? '').trim().toLowerCase();
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 32)).toString('hex');
  const found = SIGNATURES.find(([, at, hex]) => head.startsWith(hex, at * 2))?.[0];
  if (found) return INSIDE[found]?.test(claim) ? claim : found;
  return isText(bytes) && /^text\/(plain|vcard|x-vcard|csv)$/.test(claim) ? claim : 'application/octet-stream';
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

interface Signature {
  readonly extension: string;
  readonly contentType: string;
  readonly at: number;
  readonly bytes: string;
}

/** What the first bytes of the types that WhatsApp and recordings carry look like (latin1). The first that fits decides. */
const SIGNATURES: readonly Signature[] = [
  { extension: 'jpg', contentType: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { extension: 'png', contentType: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { extension: 'gif', contentType: 'image/gif', at: 0, bytes: 'GIF8' },
  { extension: 'webp', contentType: 'image/webp', at: 8, bytes: 'WEBP' },
  { extension: 'ogg', contentType: 'audio/ogg', at: 0, bytes: 'OggS' },
  { extension: 'wav', contentType: 'audio/wav', at: 8, bytes: 'WAVE' },
  { extension: 'amr', contentType: 'audio/amr', at: 0, bytes: '#!AMR' },
  { extension: 'mp3', contentType: 'audio/mpeg', at: 0, bytes: 'ID3' },
  { extension: 'mp3', contentType: 'audio/mpeg', at: 0, bytes: '\xff\xfb' },
  { extension: 'aac', contentType: 'audio/aac', at: 0, bytes: '\xff\xf1' },
  { extension: 'm4a', contentType: 'audio/mp4', at: 4, bytes: 'ftypM4A' },
  { extension: '3gp', contentType: 'video/3gpp', at: 4, bytes: 'ftyp3g' },
  { extension: 'mp4', contentType: 'video/mp4', at: 4, bytes: 'ftyp' },
  { extension: 'pdf', contentType: 'application/pdf', at: 0, bytes: '%PDF-' },
  { extension: 'zip', contentType: 'application/zip', at: 0, bytes: 'PK\x03\x04' },
  { extension: 'doc', contentType: 'application/msword', at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { extension: 'vcf', contentType: 'text/vcard', at: 0, bytes: 'BEGIN:VCARD' },
];

/** Types without a mark of their own, or inside a container of another type: known from the carrier, which has looked at them. */
const DECLARED: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

const UNKNOWN = { extension: 'bin', contentType: 'application/octet-stream' };

/** Content type by the extension that names it. */
export const TYPE_OF_EXTENSION: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...SIGNATURES.map(({ extension, contentType }) => [extension, contentType] as const),
    [UNKNOWN.extension, UNKNOWN.contentType] as const,
  ].concat(Object.entries(DECLARED)),
);

/** The extension of a declared type that its bytes can't show. */
export function extensionOf(declared: string): { readonly extension: string; readonly contentType: string } | undefined {
  const type = (declared.split(';')[0] ?? '').trim().toLowerCase();
  const found = Object.entries(DECLARED).find(([, contentType]) => contentType === type);
  return found && { extension: found[0], contentType: found[1] };
}

/** The type of a medium by its bytes: what the sender's phone declared is not believed. */
export function sniffMediaType(bytes: Uint8Array): { readonly extension: string; readonly contentType: string } {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  const found = SIGNATURES.find((signature) => head.startsWith(signature.bytes, signature.at));
  return found ? { extension: found.extension, contentType: found.contentType } : UNKNOWN;
}

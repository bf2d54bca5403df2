import type { FILE_KINDS } from './schema/chat-steps.ts';

export type FileKind = (typeof FILE_KINDS)[number];

/** What WhatsApp takes from a business, by the ending of the name (reference: media through the carrier). */
export const SENDABLE_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  amr: 'audio/amr',
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcf: 'text/vcard',
};

/** The most bytes of a medium that WhatsApp takes (errors 63034 and 11751). */
export const MAX_MEDIA_BYTES = { image: 5 * 1024 * 1024, other: 16 * 1024 * 1024 } as const;

/** The content type that the ending of a name or an address tells; undefined when it tells none that can be sent. */
export function typeOfName(name: string): string | undefined {
  const path = name.split(/[?#]/)[0] ?? '';
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  return ending === undefined || !Object.hasOwn(SENDABLE_TYPES, ending) ? undefined : SENDABLE_TYPES[ending];
}

/** What kind of medium a name or an address leads to. */
export function mediaKindOf(name: string): FileKind | undefined {
  const type = typeOfName(name);
  return type === undefined ? undefined : fileKindOf(type);
}

const DOCUMENTS =
  /^(application\/(pdf|msword|rtf|zip|vnd\.(openxmlformats-officedocument|ms-excel|ms-powerpoint|oasis\.opendocument)[a-z.-]*)|text\/(plain|csv|vcard|x-vcard|rtf))$/;

/** What kind of file a content type is; undefined for one that nobody should open. */
export function fileKindOf(contentType: string): FileKind | undefined {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (type.startsWith('image/')) return type === 'image/svg+xml' ? undefined : 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  return DOCUMENTS.test(type) ? 'document' : undefined;
}

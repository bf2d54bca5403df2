/** Where recordings lie, below the folder of the flows, and the address under which the line asks for them. */
export const RECORDINGS_FOLDER = 'audio';
export const RECORDINGS_PATH = '/audio/';

/** What a sound file is by its first bytes. */
export type SoundKind = 'wav' | 'mp3' | 'other';

/** The recordings there are, by address: /audio/es/welcome.wav. */
export type Recordings = ReadonlyMap<string, SoundKind>;

/** What a file that begins like this is: RIFF…WAVE, or MPEG with or without an ID3 tag. */
export function soundKind(start: Uint8Array): SoundKind {
  const text = (from: number, to: number) => String.fromCharCode(...start.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'wav';
  const frame = start[0] === 0xff && ((start[1] ?? 0) & 0xe0) === 0xe0;
  return frame || text(0, 3) === 'ID3' ? 'mp3' : 'other';
}

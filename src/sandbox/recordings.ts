import type { Call } from './call.ts';

/** What was spoken after a tone, kept at the carrier until deleted. */
export interface StoredRecording {
  readonly sid: string;
  readonly callSid: string;
  readonly createdAtMs: number;
  readonly seconds: number;
  /** What the caller said, in words. */
  readonly said: string;
}

const RATE = 8_000;
const HEADER = 44;

/** A sound as long as what was said: a voice-like murmur, 8 kHz, 8 bits, one channel, as a WAV file. */
export function makeSound(seconds: number): Buffer {
  const length = Math.max(1, Math.round(seconds * RATE));
  const file = Buffer.alloc(HEADER + length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(HEADER - 8 + length, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(length, 40);
  for (let n = 0; n < length; n += 1) {
    const t = n / RATE;
    const syllables = Math.abs(Math.sin(2 * Math.PI * 2.2 * t));
    const voice = Math.sin(2 * Math.PI * 160 * t) + Math.sin(2 * Math.PI * 320 * t) / 2;
    file[HEADER + n] = 128 + Math.round(40 * syllables * voice);
  }
  return file;
}

/** About as fast as people speak, characters a second. */
const SPEED = 14;

/** A recording of this call that has just ended; silence at its ends is trimmed, so what counts is how much was said. */
export function recordingOf(call: Call, sid: string, words: readonly string[], atMs: number, maxSeconds: number): StoredRecording {
  const said = words.join(' ');
  return { sid, callSid: call.sid, createdAtMs: atMs, seconds: Math.min(maxSeconds, Math.ceil(said.length / SPEED)), said };
}

import { useEffect, useRef } from 'react';
import type { CallView, HeardLine } from '../../../http/contract/sandbox.ts';
import { ownRecording } from './own-recording.ts';

/** What is to be heard one after the other; each sound tells its end, and can be cut off. */
interface Playlist {
  add(line: HeardLine): void;
  stop(): void;
}

function createPlaylist(): Playlist {
  const waiting: HeardLine[] = [];
  let sound: HTMLAudioElement | undefined;
  let busy = false;
  const next = () => {
    busy = false;
    const line = waiting.shift();
    if (!line) return;
    busy = true;
    if (line.kind === 'play') sound = playRecording(ownRecording(line.text), next);
    else speak(line, next);
  };
  return {
    add: (line) => {
      waiting.push(line);
      if (!busy) next();
    },
    stop: () => {
      waiting.length = 0;
      busy = false;
      sound?.pause();
      window.speechSynthesis?.cancel();
    },
  };
}

function speak(line: HeardLine, done: () => void): void {
  const voice = window.speechSynthesis;
  if (!voice) {
    done();
    return;
  }
  const utterance = new SpeechSynthesisUtterance(line.text);
  if (line.language) utterance.lang = line.language;
  utterance.onend = done;
  utterance.onerror = done;
  voice.speak(utterance);
}

function playRecording(path: string | undefined, done: () => void): HTMLAudioElement | undefined {
  if (path === undefined) {
    done();
    return undefined;
  }
  const sound = new Audio(path);
  sound.onended = done;
  sound.onerror = done;
  sound.play().catch(done);
  return sound;
}

/** Lets the browser speak and play what the caller hears from now on; a key or the end of the call silences it. */
export function useSpokenAloud(call: CallView | undefined, on: boolean): void {
  const spoken = useRef<{ sid: string; lastId: number }>({ sid: '', lastId: -1 });
  const playlist = useRef<Playlist | undefined>(undefined);
  useEffect(() => {
    if (!call) return;
    playlist.current ??= createPlaylist();
    const { add, stop } = playlist.current;
    const lines = call.heard;
    const known = spoken.current.sid === call.sid ? spoken.current.lastId : -1;
    spoken.current = { sid: call.sid, lastId: lines.at(-1)?.id ?? -1 };
    if (!on) return stop();
    for (const line of lines.filter((one) => one.id > known)) {
      if (line.kind === 'key' || line.kind === 'speech') stop();
      if (line.kind === 'say' || line.kind === 'play') add(line);
    }
    if (call.state === 'ended') stop();
  }, [call, on]);
  useEffect(() => () => playlist.current?.stop(), []);
}

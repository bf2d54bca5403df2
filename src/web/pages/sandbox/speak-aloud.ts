import { useEffect, useRef } from 'react';
import type { CallView } from '../../../http/contract/sandbox.ts';

/** Lets the browser speak what the caller hears from now on; a key or the end of the call silences it. */
export function useSpokenAloud(call: CallView | undefined, on: boolean): void {
  const spoken = useRef<{ sid: string; lastId: number }>({ sid: '', lastId: -1 });
  useEffect(() => {
    const voice = window.speechSynthesis;
    if (!call || !voice) return;
    const lines = call.heard;
    const known = spoken.current.sid === call.sid ? spoken.current.lastId : -1;
    spoken.current = { sid: call.sid, lastId: lines.at(-1)?.id ?? -1 };
    if (!on) return voice.cancel();
    for (const line of lines.filter((one) => one.id > known)) {
      if (line.kind === 'key' || line.kind === 'speech') voice.cancel();
      if (line.kind !== 'say') continue;
      const utterance = new SpeechSynthesisUtterance(line.text);
      if (line.language) utterance.lang = line.language;
      voice.speak(utterance);
    }
    if (call.state === 'ended') voice.cancel();
  }, [call, on]);
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
}

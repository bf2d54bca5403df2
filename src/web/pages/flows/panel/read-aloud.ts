import { useEffect, useRef, useState } from 'react';
import { ownRecording } from '../../sandbox/own-recording.ts';

interface Part {
  readonly kind: 'say' | 'play';
  readonly text: string;
}

/** What the browser can’t do, and of what: a language, an address. */
interface Shortfall {
  readonly kind: 'no-speech' | 'no-voice' | 'elsewhere';
  readonly about: string;
}

interface Reading {
  /** What is being read, by the name that was given. */
  readonly now: string | undefined;
  /** The language that was read last. */
  readonly language: string | undefined;
  readonly shortfalls: readonly Shortfall[];
  start(name: string, language: string, parts: readonly Part[]): void;
  stop(): void;
}

function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const same = (tag: string) => tag.replace('_', '-').toLowerCase();
  return (
    voices.find(({ lang }) => same(lang) === language.toLowerCase()) ??
    voices.find(({ lang }) => same(lang).split('-')[0] === language.toLowerCase().split('-')[0])
  );
}

/** Reads a wording aloud by the voice of the browser, and plays recordings of this service. One at a time. */
export function useReading(): Reading {
  const [now, setNow] = useState<string>();
  const [language, setLanguage] = useState<string>();
  const [shortfalls, setShortfalls] = useState<readonly Shortfall[]>([]);
  const run = useRef(0);
  const sound = useRef<HTMLAudioElement>(undefined);
  const silence = () => {
    run.current += 1;
    sound.current?.pause();
    window.speechSynthesis?.cancel();
  };
  useEffect(() => {
    // The browser loads its voices when first asked.
    window.speechSynthesis?.getVoices();
    return () => {
      run.current += 1;
      sound.current?.pause();
      window.speechSynthesis?.cancel();
    };
  }, []);
  return {
    now,
    language,
    shortfalls,
    stop: () => {
      silence();
      setNow(undefined);
    },
    start: (name, tag, parts) => {
      silence();
      const mine = run.current;
      const voice = voiceFor(tag);
      const speech = window.speechSynthesis;
      const says = parts.some(({ kind }) => kind === 'say');
      const missing: Shortfall[] = [];
      if (says && !speech) missing.push({ kind: 'no-speech', about: tag });
      else if (says && !voice) missing.push({ kind: 'no-voice', about: tag });
      const far = parts.find(({ kind, text }) => kind === 'play' && ownRecording(text) === undefined);
      if (far) missing.push({ kind: 'elsewhere', about: far.text });
      setLanguage(tag);
      setShortfalls(missing);
      const waiting = [...parts];
      const next = () => {
        if (run.current !== mine) return;
        const part = waiting.shift();
        if (!part) return setNow(undefined);
        if (part.kind === 'play') {
          const path = ownRecording(part.text);
          if (path === undefined) return next();
          sound.current = new Audio(path);
          sound.current.onended = next;
          sound.current.onerror = next;
          sound.current.play().catch(next);
          return;
        }
        if (!speech) return next();
        const utterance = new SpeechSynthesisUtterance(part.text);
        utterance.lang = voice?.lang ?? tag;
        if (voice) utterance.voice = voice;
        utterance.onend = next;
        utterance.onerror = next;
        speech.speak(utterance);
      };
      setNow(name);
      next();
    },
  };
}

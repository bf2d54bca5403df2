import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RehearsedTurn } from '../../../../flows/rehearsal.ts';
import { useEditorText } from '../editor/words/editor-text.tsx';

function Turn({ turn }: { turn: RehearsedTurn }) {
  const t = useEditorText();
  return (
    <li className="try-turn">
      <div className="try-did">{turn.line}</div>
      {turn.hears.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may be heard twice, and never moves
        <p key={at} className="try-heard">
          <span className="try-who">{t('try.heard')}</span> {text}
        </p>
      ))}
      {turn.reads.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same message may be read twice, and never moves
        <p key={at} className="try-read">
          <span className="try-who">{t('try.read')}</span> {text}
        </p>
      ))}
      {turn.sends.map((text) => (
        <p key={text} className="try-sent">
          <span className="try-who">{t('try.sent')}</span> {text}
        </p>
      ))}
      <Text size="xs" c="dimmed">
        {turn.now}
      </Text>
    </li>
  );
}

/** What was done, and what came of it; the newest is told aloud by a screen reader. */
export function Transcript({ turns }: { turns: readonly RehearsedTurn[] }) {
  const t = useEditorText();
  const end = useRef<HTMLLIElement>(null);
  const count = turns.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="try-transcript" role="log" aria-label={t('try.transcript')} tabIndex={0}>
      <ol>
        {turns.map((turn, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is what it is
          <Turn key={at} turn={turn} />
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
    </section>
  );
}

import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { useFormat } from '../../../ui/format.ts';
import { useOptionalEditorText } from '../editor/words/editor-text.tsx';
import type { Moment } from './replay-walk.ts';
import { useCallText } from './words/calls-text.tsx';

type Shown = ApiAnswer<'showCaller'>;

interface MomentListProps {
  readonly moments: readonly Moment[];
  readonly startedAtMs: number;
  readonly current: number;
  readonly wayOf: (moment: Moment) => string;
  /** What was asked to be shown, once it was. */
  readonly shown: Shown | undefined;
  readonly onCurrent: (at: number) => void;
}

function Facts({ moment }: { moment: Moment }) {
  const optional = useOptionalEditorText();
  const facts = Object.entries(moment.facts);
  if (facts.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {facts.map(([name, value]) => `${optional(`replay.fact.${name}`, name)}: ${String(value)}`).join(', ')}
    </Text>
  );
}

function Heard({ moment }: { moment: Moment }) {
  const t = useCallText();
  if (!moment.isHeardKept && moment.kind === 'step') return <p className="replay-untold">{t('replay.untold')}</p>;
  return moment.heard.map(({ place, text }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be heard twice, and never move
    <p key={`${place} ${at}`}>
      <span className="try-who">{t(moment.side === 'chat' ? 'replay.read' : 'replay.heard')}</span> {text ?? t('replay.own')}
    </p>
  ));
}

/** What the caller did here, hidden as long as nobody asked for it. */
function Did({ moment, shown }: { moment: Moment; shown: Shown | undefined }) {
  const t = useCallText();
  if (!moment.did) return null;
  const kept = ({ step, atMs }: { step: string; atMs: number }) => step === moment.step && Math.abs(atMs - moment.sinceMs) < 1_000;
  const value = moment.isEntered ? shown?.entered?.find(kept)?.value : undefined;
  const hidden = moment.did === 'silence' ? '' : ` (${value ?? t(moment.isEntered ? 'replay.hidden' : 'replay.notKept')})`;
  return (
    <p className="try-did">
      {t(`replay.did.${moment.did}`)}
      {hidden}
    </p>
  );
}

function Head({ moment, way }: { moment: Moment; way: string }) {
  const t = useCallText();
  const optional = useOptionalEditorText();
  const format = useFormat();
  if (moment.kind === 'event') return <strong>{optional(`replay.event.${moment.type ?? ''}`, moment.type ?? '')}</strong>;
  const stayed = moment.untilMs === undefined ? 0 : Math.round((moment.untilMs - moment.atMs) / 1000);
  return (
    <>
      <strong>{moment.step}</strong>
      <span className="replay-way">
        {[moment.kind === 'again' ? t('replay.again') : way, stayed > 0 ? t('replay.stayed', { span: format.span(stayed) }) : '']
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  );
}

/** Everything that happened, to be read, and to be stepped through: the moment that is looked at is marked. */
export function MomentList({ moments, startedAtMs, current, wayOf, shown, onCurrent }: MomentListProps) {
  const t = useCallText();
  const format = useFormat();
  const marked = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: brought into view whenever another one is looked at
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'nearest' });
    if (list.current?.contains(document.activeElement)) marked.current?.focus();
  }, [current]);
  return (
    <ol ref={list} className="replay-moments" aria-label={t('replay.moments')}>
      {moments.map((moment, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a moment's place is what it is
          key={at}
          data-side={moment.side}
          data-kind={moment.kind}
          data-current={at === current ? '' : undefined}
        >
          <button
            type="button"
            ref={at === current ? marked : undefined}
            tabIndex={at === current ? 0 : -1}
            aria-current={at === current ? 'step' : undefined}
            onClick={() => onCurrent(at)}
          >
            <time>{format.stopwatch((moment.atMs - startedAtMs) / 1000)}</time>
            <Head moment={moment} way={wayOf(moment)} />
          </button>
          <div className="replay-told">
            <Facts moment={moment} />
            <Heard moment={moment} />
            <Did moment={moment} shown={shown} />
          </div>
        </li>
      ))}
    </ol>
  );
}

import { Alert, Button, Group, Switch, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Case } from '../../../../flows/cases.ts';
import { type DraftFlow, draftLanguages, draftSteps } from '../../../../flows/edit/draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { Rehearsed } from '../../../../flows/rehearsal.ts';
import { useEditorText } from '../editor/words/editor-text.tsx';
import { AnswersForm } from './answers-form.tsx';
import { DeedPad } from './deed-pad.tsx';
import { KeepCase } from './keep-case.tsx';
import { Known } from './known.tsx';
import { Transcript } from './transcript.tsx';
import { type Player, useTestCall } from './use-play.ts';
import { useTablesRead } from './use-tables-read.ts';
import { WorldForm } from './world-form.tsx';
import './try.css';

interface TryPanelProps {
  readonly player: Player;
  readonly flow: DraftFlow;
  readonly beside: BesideFlow;
  /** Names of the recorded conversations. */
  readonly cases: readonly string[];
  /** What of the drawing is lit up: names such as `call main-menu` and `call main-menu, key 1`. */
  readonly onWalk: (walked: { readonly at?: string | undefined; readonly all: readonly string[] }) => void;
  readonly onKeep?: ((kept: Case) => Promise<void>) | undefined;
}

/** Speaks what is newly heard, in the language of the conversation, if the browser can. */
function useSpokenAloud(on: boolean, rehearsed: Rehearsed | undefined): void {
  const spoken = useRef(0);
  const turns = rehearsed?.turns;
  const language = rehearsed?.language;
  useEffect(() => {
    const count = turns?.length ?? 0;
    const fresh = on && count === spoken.current + 1 ? (turns?.at(-1)?.hears ?? []) : [];
    spoken.current = count;
    if (fresh.length === 0) return;
    window.speechSynthesis?.cancel();
    for (const text of fresh) {
      const utterance = new SpeechSynthesisUtterance(text);
      if (language) utterance.lang = language;
      window.speechSynthesis?.speak(utterance);
    }
  }, [on, turns, language]);
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
}

function queuesOf(flow: DraftFlow): readonly string[] {
  const names = draftSteps(flow, 'call').flatMap(([, step]) =>
    step.type === 'queue' && typeof step.queue === 'string' ? [step.queue] : [],
  );
  return [...new Set(names)];
}

/** A test call beside the drawing, on the draft as it stands. */
export function TryPanel({ player, flow, beside, cases, onWalk, onKeep }: TryPanelProps) {
  const t = useEditorText();
  const languages = draftLanguages(flow);
  const call = useTestCall(player, flow, beside, languages[0] ?? 'en', useTablesRead(flow));
  const [aloud, setAloud] = useState(false);
  const { rehearsed } = call;
  useSpokenAloud(aloud, rehearsed);
  useEffect(() => {
    onWalk({ at: rehearsed?.at, all: rehearsed?.turns.flatMap(({ walked }) => walked) ?? [] });
  }, [onWalk, rehearsed]);
  useEffect(() => () => onWalk({ all: [] }), [onWalk]);
  const begun = call.lines.length > 0;
  const keep = async (name: string) => {
    const answer = await player.ask({
      kind: 'keep',
      flow,
      beside,
      name,
      rehearsal: { world: call.playedWorld, language: call.language, lines: call.lines },
    });
    if (answer.kind === 'kept') await onKeep?.(answer.kept);
  };
  return (
    <section className="editor-aside try-panel" aria-label={t('try.title')}>
      <Title order={2}>{t('try.title')}</Title>
      {call.broken && <Alert color="red">{t('try.broken')}</Alert>}
      <details open={!begun}>
        <summary>{t('try.world')}</summary>
        <WorldForm
          world={call.world}
          queues={queuesOf(flow)}
          languages={languages}
          language={call.language}
          onWorld={call.setWorld}
          onLanguage={call.setLanguage}
        />
      </details>
      <details>
        <summary>{t('try.answers')}</summary>
        <AnswersForm flow={flow} world={call.world} onWorld={call.setWorld} />
      </details>
      <Transcript turns={rehearsed?.turns ?? []} />
      {rehearsed?.refused && (
        <Alert role="alert" color="yellow">
          {t('try.refused', rehearsed.refused)}
        </Alert>
      )}
      <DeedPad can={rehearsed?.can ?? {}} begun={begun} onDo={call.say} />
      {begun && rehearsed && Object.keys(rehearsed.can).length === 0 && <Text size="sm">{t('try.over')}</Text>}
      <Group gap={6}>
        <Button variant="default" size="compact-sm" disabled={!begun} onClick={call.back}>
          {t('try.back')}
        </Button>
        <Button variant="default" size="compact-sm" disabled={!begun} onClick={call.startAgain}>
          {t('try.again')}
        </Button>
        <Switch label={t('try.aloud')} checked={aloud} onChange={(event) => setAloud(event.currentTarget.checked)} />
      </Group>
      {begun && rehearsed && <Known rehearsed={rehearsed} />}
      {onKeep && begun && <KeepCase names={cases} disabled={call.broken || rehearsed?.refused !== undefined} onKeep={keep} />}
    </section>
  );
}

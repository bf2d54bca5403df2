import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ALIAS_NAME, LIVE } from '../../../../flows/studio/alias.ts';
import { ApiProblem } from '../../../api/call-api.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useLanguage } from '../../../messages/language.tsx';
import { useProblemText } from '../../../ui/states.tsx';
import { ALIAS_STALE } from './aliases-section.tsx';
import { AloneFields } from './alone-fields.tsx';
import { APPROVAL_STALE } from './approval-stale.ts';
import { useReleaseText } from './words/releases-text.tsx';

interface Props {
  readonly flowId: string;
  readonly number: number;
  /** With the sentence that says what was done, if anything was. */
  readonly onClose: (done?: string) => void;
}

const SHORTEST = 3;

function codeOf(error: unknown): string | undefined {
  return error instanceof ApiProblem ? error.code : undefined;
}

/** Why the offers can’t be kept, as the refusal says it. */
function blockedWords(error: unknown, language: 'en' | 'es'): readonly string[] {
  if (!(error instanceof ApiProblem) || error.code !== 'flow-not-ready') return [];
  const { blocked = [] } = (error.details ?? {}) as { readonly blocked?: readonly { readonly words: { en: string; es: string } }[] };
  return blocked.map(({ words }) => words[language]);
}

/** Points an alias, one that is there or a new one, at a release; or asks a second person to. */
export function PointAliasDialog({ flowId, number, onClose }: Props) {
  const t = useReleaseText();
  const { language } = useLanguage();
  const problemText = useProblemText();
  const move = useApiChange('moveAlias', ALIAS_STALE);
  const ask = useApiChange('askApproval', APPROVAL_STALE);
  const alone = useApiChange('moveAliasAlone', APPROVAL_STALE);
  const [alias, setAlias] = useState<string>(LIVE);
  const [note, setNote] = useState('');
  const [despite, setDespite] = useState('');
  const [isTried, setTried] = useState(false);
  const isGood = ALIAS_NAME.test(alias);
  const needsSecond = codeOf(move.error) === 'second-person-needed';
  const error = ask.error ?? alone.error ?? (needsSecond ? null : move.error);
  const isUnready = [ask.error, alone.error, move.error].some((each) => codeOf(each) === 'flow-not-ready');
  const given = { ...(note.trim() && { note: note.trim() }), ...(despite.trim().length >= SHORTEST && { despite: despite.trim() }) };
  const done = { onSuccess: () => onClose(t('releases.movedDone', { alias, number })) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isGood) return;
    if (!needsSecond) return move.mutate({ params: { id: flowId, alias }, body: { release: number, ...given } }, done);
    if (note.trim() === '') return;
    const { note: _note, ...rest } = given;
    ask.mutate(
      { params: { id: flowId }, body: { note: note.trim(), asked: { kind: 'move', alias, release: number, ...rest } } },
      { onSuccess: () => onClose(t('approval.askDone')) },
    );
  };
  return (
    <Modal
      opened
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={t('releases.pointOne', { number })}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('releases.aliasName')}
            description={t('releases.aliasName.hint')}
            data-autofocus
            maxLength={20}
            value={alias}
            onChange={(event) => setAlias(event.currentTarget.value.trim().toLowerCase())}
            error={!isGood && t('releases.badAlias')}
          />
          <TextInput
            label={t('releases.aliasWhy')}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={needsSecond && isTried && note.trim() === '' && t('approval.noteMissing')}
          />
          {needsSecond && (
            <Alert color="yellow" role="alert">
              {t('approval.neededMove')}
            </Alert>
          )}
          {error != null && (
            <Alert role="alert" color="red">
              {problemText(error)}
              {blockedWords(error, language).map((words) => (
                <div key={words}>{words}</div>
              ))}
            </Alert>
          )}
          {isUnready && (
            <Textarea
              label={t('publish.despite')}
              description={t('readiness.despite.hint')}
              autosize
              maxLength={300}
              value={despite}
              onChange={(event) => setDespite(event.currentTarget.value)}
            />
          )}
          {needsSecond && (
            <AloneFields
              open={t('approval.emergencyMove')}
              action={t('approval.aloneMove')}
              isBusy={alone.isPending}
              onGo={(why) => alone.mutate({ params: { id: flowId, alias }, body: { release: number, ...given, alone: why } }, done)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose()}>
              {t('releases.cancel')}
            </Button>
            <Button type="submit" loading={move.isPending || ask.isPending}>
              {needsSecond ? t('approval.ask') : t('releases.aliasMove', { number })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

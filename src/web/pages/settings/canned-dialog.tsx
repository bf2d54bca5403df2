import { Button, Fieldset, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { MAX_MESSAGE_LENGTH } from '../../../http/contract/desk.ts';
import { CANNED_BLANKS, type CannedReplyEntry, CannedWording, ShortcutParam } from '../../../http/contract/desk-settings.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { type MessageKey, useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { Outcome } from './section.tsx';

interface Draft {
  readonly shortcut: string;
  /** By language. */
  readonly wordings: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
}

interface DialogProps {
  /** Undefined: a new one. */
  readonly entry: CannedReplyEntry | undefined;
  readonly taken: readonly string[];
  readonly languages: readonly string[];
  /** With the sentence that says what was done, if anything was. */
  readonly onClose: (done?: string) => void;
}

const BLANKS = CANNED_BLANKS.map((name) => `{{${name}}}`).join(', ');
const NOTHING = { title: '', text: '' };

function filledIn({ wordings }: Draft): CannedWording[] {
  return Object.entries(wordings)
    .map(([language, { title, text }]) => ({ language, title: title.trim(), text: text.trim() }))
    .filter(({ title, text }) => title !== '' || text !== '');
}

function problemsOf(draft: Draft, props: DialogProps): Record<string, MessageKey> {
  const problems: Record<string, MessageKey> = {};
  if (!ShortcutParam.safeParse(draft).success) problems.shortcut = 'canned.problem.shortcut';
  else if (!props.entry && props.taken.includes(draft.shortcut)) problems.shortcut = 'canned.problem.taken';
  const wordings = filledIn(draft);
  if (wordings.length === 0) problems[props.languages[0] ?? ''] = 'canned.problem.none';
  for (const wording of wordings) {
    if (wording.title === '' || wording.text === '') problems[wording.language] = 'canned.problem.half';
    else if (!CannedWording.safeParse(wording).success) problems[wording.language] = 'canned.problem.blanks';
  }
  return problems;
}

/** Adds, changes or deletes one ready-made reply in all its languages. */
export function CannedDialog(props: DialogProps) {
  const { entry, onClose } = props;
  const t = useText();
  const change = useApiChange('putCannedReply', ['cannedReplies']);
  const remove = useApiChange('deleteCannedReply', ['cannedReplies']);
  const [isTried, setTried] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    shortcut: entry?.shortcut ?? '',
    wordings: Object.fromEntries((entry?.wordings ?? []).map(({ language, title, text }) => [language, { title, text }])),
  });
  const problems = isTried ? problemsOf(draft, props) : {};
  const { shortcut } = draft;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(draft, props)).length > 0) return;
    change.mutate(
      { params: { shortcut }, body: { wordings: filledIn(draft) } },
      { onSuccess: () => onClose(t('canned.saved', { shortcut })) },
    );
  };
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={entry ? t('canned.editOne', { shortcut }) : t('canned.add')}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('canned.shortcut')}
            description={t('canned.shortcut.hint')}
            leftSection={<span aria-hidden>/</span>}
            maxLength={20}
            readOnly={entry !== undefined}
            {...(!entry && { 'data-autofocus': true })}
            value={shortcut}
            onChange={(event) => setDraft({ ...draft, shortcut: event.currentTarget.value.toLowerCase() })}
            error={problems.shortcut && t(problems.shortcut)}
          />
          {props.languages.map((language, index) => (
            <WordingFields
              key={language}
              language={language}
              wording={draft.wordings[language] ?? NOTHING}
              problem={problems[language]}
              isFirst={entry !== undefined && index === 0}
              onChange={(wording) => setDraft({ ...draft, wordings: { ...draft.wordings, [language]: wording } })}
            />
          ))}
          <Text size="xs" c="dimmed">
            {t('canned.blanks', { blanks: BLANKS })}
          </Text>
          <Outcome error={change.error ?? remove.error} done="" />
          <Group justify="space-between">
            {entry ? (
              <Button
                variant="outline"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate({ params: { shortcut } }, { onSuccess: () => onClose(t('canned.deleted', { shortcut })) })}
              >
                {t('canned.delete')}
              </Button>
            ) : (
              <span />
            )}
            <Group>
              <Button variant="default" onClick={() => onClose()}>
                {t('dialog.cancel')}
              </Button>
              <Button type="submit" loading={change.isPending}>
                {t('canned.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function WordingFields(props: {
  language: string;
  wording: { readonly title: string; readonly text: string };
  problem: MessageKey | undefined;
  isFirst: boolean;
  onChange: (wording: { title: string; text: string }) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { title, text } = props.wording;
  return (
    <Fieldset legend={format.language(props.language)}>
      <Stack gap="xs">
        <TextInput
          label={t('canned.name')}
          maxLength={60}
          value={title}
          {...(props.isFirst && { 'data-autofocus': true })}
          onChange={(event) => props.onChange({ title: event.currentTarget.value, text })}
        />
        <Textarea
          label={t('canned.text')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={MAX_MESSAGE_LENGTH}
          lang={props.language}
          value={text}
          onChange={(event) => props.onChange({ title, text: event.currentTarget.value })}
          error={props.problem && t(props.problem, { blanks: BLANKS })}
        />
      </Stack>
    </Fieldset>
  );
}

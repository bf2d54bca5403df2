import { ActionIcon, Badge, Box, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { draftStep } from '../../../../flows/edit/draft.ts';
import { addLanguage, languageLoss, missingWordings, removeLanguage } from '../../../../flows/edit/flow-languages.ts';
import { valueAt } from '../../../../flows/edit/json.ts';
import { wordsOf } from '../../../../flows/edit/step-words.ts';
import { LanguageTag } from '../../../../flows/schema/fields.ts';
import { OFFERED_LANGUAGES, voiceChoices } from '../../../../flows/speech/voice-choice.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Frame } from '../panel/frame.tsx';
import { type FieldProps, languagesOf, usePanel } from '../panel/panel-scene.ts';
import { useReading } from '../panel/read-aloud.ts';
import { sampledWording } from '../panel/sample-values.ts';
import { Shortfalls } from '../panel/shortfalls.tsx';
import { usePanelText } from '../panel/words/panel-text.tsx';
import { ConfirmRemoval } from './confirm-removal.tsx';
import { PlaceList } from './place-list.tsx';

/** The languages of a flow with their voices: added, put in order, removed, each with what it still lacks. */
export default function LanguagesField(props: FieldProps) {
  const { flow } = usePanel();
  const languages = languagesOf(flow);
  const reading = useReading();
  return (
    <Frame {...props}>
      <Stack gap="xs" data-path="voices">
        {languages.map((language, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a language named twice has to be shown twice
          <OneLanguage key={`${language} ${at}`} language={language} at={at} count={languages.length} reading={reading} />
        ))}
      </Stack>
      <Shortfalls reading={reading} />
      <NewLanguage taken={languages} />
    </Frame>
  );
}

interface OneProps {
  readonly language: string;
  readonly at: number;
  readonly count: number;
  readonly reading: ReturnType<typeof useReading>;
}

function OneLanguage({ language, at, count, reading }: OneProps) {
  const { flow, edit, problemsAt } = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const [asked, setAsked] = useState(false);
  const name = format.language(language);
  const missing = useMemo(() => missingWordings(flow, language), [flow, language]);
  const move = (to: number) => edit({ kind: 'move-item', path: ['languages'], from: at, to });
  const problem = problemsAt(['languages', at]).join(' ');
  return (
    <Box className="panel-item" role="group" aria-label={name} data-path={`languages.${at}`}>
      <Stack gap={6}>
        <Group gap={4} wrap="nowrap">
          <Text size="sm" fw={600} flex={1}>
            {name}{' '}
            <Text span size="xs" c="dimmed">
              {language}
            </Text>{' '}
            {at === 0 && <Badge size="xs">{t('settings.language.first')}</Badge>}
          </Text>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('panel.moveUp', { what: name })}
            disabled={at === 0}
            onClick={() => move(at - 1)}
          >
            ↑
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t('panel.remove', { what: name })}
            disabled={count === 1}
            onClick={() => setAsked(true)}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        </Group>
        {problem !== '' && (
          <Text size="xs" c="var(--mantine-color-error)">
            {problem}
          </Text>
        )}
        {asked && <Removal language={language} name={name} onDone={() => setAsked(false)} />}
        <VoiceField language={language} name={name} reading={reading} />
        {missing.length > 0 && (
          <details className="panel-more">
            <summary>{t('settings.language.missing', { count: missing.length, language: name })}</summary>
            <PlaceList label={t('settings.language.missing', { count: missing.length, language: name })} places={missing} />
          </details>
        )}
      </Stack>
    </Box>
  );
}

/** What would go with the language, before it goes. */
function Removal({ language, name, onDone }: { language: string; name: string; onDone: () => void }) {
  const { flow, edit } = usePanel();
  const t = usePanelText();
  const { wordings, wordLists, named } = languageLoss(flow, language);
  const label = t('panel.remove', { what: name });
  return (
    <ConfirmRemoval
      label={label}
      remove={label}
      onKeep={onDone}
      onRemove={() => {
        edit(removeLanguage(flow, language));
        onDone();
      }}
    >
      <Text size="xs">{t('settings.language.loss', { language: name, wordings, lists: wordLists })}</Text>
      {named.length > 0 && (
        <>
          <Text size="xs">{t('settings.language.named', { language: name })}</Text>
          <PlaceList label={t('settings.language.named', { language: name })} places={named} />
        </>
      )}
    </ConfirmRemoval>
  );
}

const OTHER = 'other';

/** The voice of a language: one of the carrier’s list, or another by its name; heard by the voice of the browser. */
function VoiceField({ language, name, reading }: { language: string; name: string; reading: OneProps['reading'] }) {
  const { flow, change, problemsAt } = usePanel();
  const t = usePanelText();
  const path = ['voices', language];
  const held = valueAt(flow, path);
  const voice = typeof held === 'string' ? held : '';
  const choices = voiceChoices(language);
  const [isTyped, setTyped] = useState(voice !== '' && !choices.includes(voice));
  const error = problemsAt(path).join(' ') || (voice === '' ? t('settings.voice.none', { language: name }) : undefined);
  const key = `voice ${language}`;
  const listen = () => {
    if (reading.now === key) return reading.stop();
    const start = valueAt(flow, ['call', 'start']);
    const step = typeof start === 'string' ? draftStep(flow, { side: 'call', step: start }) : undefined;
    const words = (step && wordsOf('call', step, language)) ?? (typeof flow.business === 'string' ? flow.business : 'Relevo');
    reading.start(key, language, sampledWording(flow, 'call', language, words, Date.now()));
  };
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <Stack gap={4} flex={1} data-path={path.join('.')}>
        <NativeSelect
          size="xs"
          label={t('settings.voice', { language: name })}
          error={isTyped ? undefined : error}
          value={isTyped ? OTHER : voice}
          onChange={({ currentTarget: { value } }) => {
            setTyped(value === OTHER);
            if (value !== OTHER && value !== '') change(path, value);
          }}
          data={[
            ...(voice === '' ? [{ value: '', label: t('settings.voice.choose') }] : []),
            ...choices.map((each) => ({ value: each, label: voiceName(each) })),
            { value: OTHER, label: t('settings.voice.other') },
          ]}
        />
        {isTyped && (
          <TextInput
            size="xs"
            label={t('settings.voice.name', { language: name })}
            description={t('settings.voice.nameHint')}
            error={error}
            value={voice}
            onChange={({ currentTarget: { value } }) => change(path, value === '' ? undefined : value)}
          />
        )}
      </Stack>
      <Button
        size="compact-xs"
        variant="subtle"
        mb={4}
        leftSection={<Icon name="voice" size={13} />}
        aria-label={t('settings.voice.listen', { language: name })}
        aria-pressed={reading.now === key}
        onClick={listen}
      >
        {reading.now === key ? t('wording.stop') : '▶'}
      </Button>
    </Group>
  );
}

/** `Polly.Lucia-Neural` as Lucia, neural (Polly). */
function voiceName(voice: string): string {
  const [, maker = '', rest = ''] = /^(\w+)\.(.+)$/.exec(voice) ?? [];
  if (maker !== 'Polly') return voice;
  const [name = '', kind] = rest.split('-');
  return `${name}${kind === undefined ? '' : `, ${kind.toLowerCase()}`} (${maker})`;
}

/** A language more: the usual ones by name, any other by its tag. */
function NewLanguage({ taken }: { taken: readonly string[] }) {
  const { flow, edit } = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const [chosen, setChosen] = useState('');
  const [tag, setTag] = useState('');
  const [added, setAdded] = useState<string>();
  const offered = OFFERED_LANGUAGES.filter((each) => !taken.includes(each))
    .map((each) => ({ value: each, label: format.language(each) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const language = chosen === OTHER ? tag.trim() : chosen;
  const isWrong = chosen === OTHER && tag !== '' && (!LanguageTag.safeParse(language).success || taken.includes(language));
  const isGood = LanguageTag.safeParse(language).success && !taken.includes(language);
  const add = () => {
    edit(addLanguage(flow, language, voiceChoices(language)[0]));
    setAdded(language);
    setChosen('');
    setTag('');
  };
  return (
    <Stack gap={6} role="group" aria-label={t('settings.language.add')}>
      <Group gap={6} align="flex-end">
        <NativeSelect
          size="xs"
          label={t('settings.language.another')}
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[{ value: '', label: t('settings.language.choose') }, ...offered, { value: OTHER, label: t('settings.language.other') }]}
        />
        {chosen === OTHER && (
          <TextInput
            size="xs"
            label={t('settings.language.tag')}
            placeholder="pt-BR"
            error={isWrong ? t('settings.language.tagWrong') : undefined}
            value={tag}
            onChange={({ currentTarget }) => setTag(currentTarget.value)}
          />
        )}
        <Button size="compact-sm" variant="light" disabled={!isGood} onClick={add}>
          + {t('settings.language.add')}
        </Button>
      </Group>
      <Text size="xs" role="status">
        {added !== undefined && taken.includes(added)
          ? t('settings.language.added', { language: format.language(added), count: missingWordings(flow, added).length })
          : ''}
      </Text>
    </Stack>
  );
}

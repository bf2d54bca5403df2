import { Badge, Box, Button, Group, Menu, NativeSelect, Popover, Stack, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { isObject, type Json } from '../../../../flows/edit/json.ts';
import { PROMPT_SECONDS } from '../../../../flows/heard-text.ts';
import { FILTERS } from '../../../../flows/wording-filters.ts';
import { useFormat } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Frame } from './frame.tsx';
import { entriesOf, type FieldProps, languagesOf, usePanel } from './panel-scene.ts';
import { placedWording, spokenSeconds } from './placed-wording.ts';
import { useReading } from './read-aloud.ts';
import { sampledWording } from './sample-values.ts';
import { Shortfalls } from './shortfalls.tsx';
import type { PanelKey } from './words/field-names.ts';
import { usePanelText } from './words/panel-text.tsx';

/** A list of parts reads as one text, a part on each line. */
function textOf(value: Json | undefined): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map(String).join('\n');
  return typeof value === 'string' ? value : '';
}

/** What was written, in the form the file had: a list of parts stays one. */
function written(text: string, before: Json | undefined): Json {
  const lines = text.split('\n');
  return Array.isArray(before) && lines.length <= 10 && lines.every((line) => line !== '') ? lines : text;
}

/** One wording in every language, side by side. */
export function WordingField(props: FieldProps) {
  const scene = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const { path, value, label, help, required } = props;
  const texts = isObject(value) ? value : {};
  const spoken = languagesOf(scene.flow);
  const strange = Object.keys(texts).filter((language) => !spoken.includes(language));
  const missing = spoken.filter((language) => textOf(texts[language]) === '');
  const placed = placedWording(scene, path);
  const reading = useReading();
  return (
    <Frame
      path={path}
      label={label}
      help={help}
      required={required}
      className="panel-wording"
      mark={
        missing.length > 0 && (
          <Badge size="xs" color="yellow" ml={6}>
            {t('wording.missingCount', { count: missing.length })}
          </Badge>
        )
      }
    >
      <div className="panel-languages">
        {[...spoken, ...strange].map((language) => (
          <LanguageText
            key={language}
            language={language}
            label={t('wording.in', { what: label, language: format.language(language) })}
            what={label}
            path={path}
            before={texts[language]}
            placed={placed}
            reading={reading}
            isLast={!required && Object.keys(texts).length === 1}
          />
        ))}
      </div>
      <Shortfalls reading={reading} />
    </Frame>
  );
}

interface TextProps {
  readonly language: string;
  readonly label: string;
  readonly what: string;
  readonly path: FieldProps['path'];
  readonly before: Json | undefined;
  readonly placed: ReturnType<typeof placedWording>;
  readonly reading: ReturnType<typeof useReading>;
  /** Emptying it takes the whole wording out. */
  readonly isLast: boolean;
}

function LanguageText({ language, label, what, path, before, placed, reading, isLast }: TextProps) {
  const { flow, side, change, problemsAt, library } = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const area = useRef<HTMLTextAreaElement>(null);
  const [nowMs] = useState(() => Date.now());
  const text = textOf(before);
  const name = format.language(language);
  const isSpoken = placed.by === 'voice';
  const sampled = text === '' ? [] : sampledWording(flow, isSpoken ? 'call' : side, language, text, nowMs);
  const shown = sampled.map((part) => (part.kind === 'play' ? t('wording.plays', { address: part.text }) : part.text)).join(' · ');
  const set = (next: string) => {
    if (next === '') change(isLast ? path : [...path, language], undefined);
    else change([...path, language], written(next, before));
  };
  const insert = (piece: string, ownLine = false) => {
    const at = area.current?.selectionStart ?? text.length;
    const until = area.current?.selectionEnd ?? at;
    const [head, tail] = [text.slice(0, at), text.slice(until)];
    const put = ownLine
      ? `${head === '' || head.endsWith('\n') ? '' : '\n'}${piece}${tail === '' || tail.startsWith('\n') ? '' : '\n'}`
      : piece;
    set(head + put + tail);
    const caret = head.length + put.length;
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(caret, caret);
    });
  };
  const key = `${path.join('.')}.${language}`;
  return (
    <Stack gap={4} className="panel-language">
      <Textarea
        ref={area}
        size="xs"
        label={name}
        aria-label={label}
        data-path={[...path, language].join('.')}
        lang={language}
        autosize
        minRows={placed.by === 'voice' || placed.by === 'message' ? 2 : 1}
        maxRows={12}
        value={text}
        placeholder={t('wording.missing')}
        description={<Measure text={text} placed={placed} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={problemsAt([...path, language]).join(' ') || undefined}
        onChange={({ currentTarget }) => set(currentTarget.value)}
      />
      <Group gap={4}>
        {placed.by !== 'label' && (
          <InsertValue label={t('wording.insertInto', { what, language: name })} given={placed.given} onInsert={(piece) => insert(piece)} />
        )}
        {isSpoken && library.recordings.length > 0 && (
          <Menu transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <Button size="compact-xs" variant="subtle" aria-label={t('wording.recordingInto', { what, language: name })}>
                {t('wording.recording')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {library.recordings.map((address) => (
                <Menu.Item key={address} onClick={() => insert(address, true)}>
                  {address}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {isSpoken && text !== '' && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<Icon name="voice" size={13} />}
            aria-label={t('wording.listen', { what, language: name })}
            aria-pressed={reading.now === key}
            onClick={() => (reading.now === key ? reading.stop() : reading.start(key, language, sampled))}
          >
            {reading.now === key ? t('wording.stop') : '▶'}
          </Button>
        )}
      </Group>
      {shown !== '' && shown !== text && (
        <Box className="panel-preview" role="group" aria-label={t('wording.previewOf', { what, language: name })} lang={language}>
          {shown}
        </Box>
      )}
    </Stack>
  );
}

/** How long it is, to say or to read. */
function Measure({ text, placed: { by, most } }: { text: string; placed: ReturnType<typeof placedWording> }) {
  const t = usePanelText();
  if (text === '' || by === 'label') return null;
  if (by !== 'voice') return <>{t('wording.characters', { count: [...text].length, most: most ?? 0 })}</>;
  const seconds = spokenSeconds(text);
  return <>{seconds > PROMPT_SECONDS ? t('wording.tooLong', { seconds, most: PROMPT_SECONDS }) : t('wording.seconds', { seconds })}</>;
}

/** A value to insert, and how it is said. */
function InsertValue({ label, given, onInsert }: { label: string; given: readonly string[]; onInsert: (piece: string) => void }) {
  const { flow } = usePanel();
  const t = usePanelText();
  const [opened, setOpened] = useState(false);
  const names = [...entriesOf(flow.variables).map(([name]) => name), ...given];
  const [name, setName] = useState<string>();
  const [filter, setFilter] = useState('');
  const chosen = name !== undefined && names.includes(name) ? name : names[0];
  const insert = () => {
    if (chosen === undefined) return;
    setOpened(false);
    onInsert(`{{${chosen}${filter === '' ? '' : `|${filter}${ARGUMENTS[filter] ?? ''}`}}}`);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" aria-label={label} onClick={() => setOpened(!opened)}>
          {t('wording.insert')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap={6}>
          <NativeSelect
            size="xs"
            label={t('panel.entryValue')}
            value={chosen}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            data={[...new Set(names)]}
          />
          <NativeSelect
            size="xs"
            label={t('wording.filter')}
            value={filter}
            onChange={({ currentTarget }) => setFilter(currentTarget.value)}
            data={[
              { value: '', label: t('wording.asIs') },
              ...Object.keys(FILTERS).map((each) => ({ value: each, label: t(`filter.${each}` as PanelKey) })),
            ]}
          />
          <Button size="compact-sm" onClick={insert} disabled={chosen === undefined}>
            {t('wording.insert').replace(/[ …]+$/, '')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a filter takes beside the value, to be changed where it is inserted. */
const ARGUMENTS: Readonly<Record<string, string>> = { last: ':3', money: ':EUR', plural: ':# uno/# varios' };

import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FocusEvent, useState } from 'react';
import { valueAt } from '../../../../flows/edit/json.ts';
import { RULES } from '../../../../rules/table.ts';
import { useLanguage } from '../../../messages/language.tsx';
import { errorAt, type FieldProps, usePanel } from './panel-scene.ts';
import { KEYS, type Shape } from './step-shape.ts';
import { usePanelText } from './words/panel-text.tsx';

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/** The props that every input of the panel has in common: its name, its help, what is wrong, whether it is needed. */
export function useInput({ path, label, help, required }: FieldProps) {
  const scene = usePanel();
  return {
    label,
    description: help,
    error: errorAt(scene, path),
    withAsterisk: required,
    'aria-required': required || undefined,
    size: 'xs',
  };
}

/** What is typed, kept as it is until it says something that can be kept. */
function useTyped(shown: string, take: (typed: string) => void) {
  const [typed, setTyped] = useState<string>();
  return {
    value: typed ?? shown,
    onChange: (event: { currentTarget: { value: string } }) => {
      setTyped(event.currentTarget.value);
      take(event.currentTarget.value);
    },
    onBlur: (_: FocusEvent) => setTyped(undefined),
  };
}

export function TextField(props: FieldProps & { shape: Of<'text'>; placeholder?: string; options?: readonly string[] }) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value, preset, shape, options } = props;
  const id = options && options.length > 0 ? `options-${path.join('-')}` : undefined;
  const isLong = shape.max !== undefined && shape.max >= 500;
  const input = {
    ...useInput(props),
    value: typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value),
    placeholder: typeof preset === 'string' ? t('panel.preset', { value: preset }) : props.placeholder,
    onChange: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value;
      change(path, typed === '' && !props.required ? undefined : typed);
    },
  };
  if (isLong) return <Textarea {...input} autosize minRows={1} maxRows={6} />;
  return (
    <>
      <TextInput {...input} list={id} />
      {id && (
        <datalist id={id}>
          {options?.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}

export function NumberField(props: FieldProps & { shape: Of<'number'> }) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value, preset, shape } = props;
  const typed = useTyped(typeof value === 'number' ? String(value) : value === undefined ? '' : String(value), (text) => {
    const number = Number(text.trim().replace(',', '.'));
    if (text.trim() === '') change(path, undefined);
    else if (Number.isFinite(number)) change(path, number);
  });
  const limits = shape.min !== undefined && shape.max !== undefined ? `${shape.min}–${shape.max}` : undefined;
  return (
    <TextInput
      {...useInput(props)}
      {...typed}
      inputMode={shape.whole ? 'numeric' : 'decimal'}
      placeholder={typeof preset === 'number' ? t('panel.preset', { value: preset }) : undefined}
      rightSection={limits && <span className="panel-limits">{limits}</span>}
      rightSectionWidth={limits ? limits.length * 7 + 14 : undefined}
      rightSectionPointerEvents="none"
    />
  );
}

/** What counts for switches whose schema names nothing: the carrier does these two unless told otherwise. */
const ON_UNLESS_SET = new Set(['profanityFilter', 'bargeIn']);

export function YesNoField(props: FieldProps) {
  const { change } = usePanel();
  const { path, value, label, help, preset } = props;
  const { error } = useInput(props);
  const unless = typeof preset === 'boolean' ? preset : ON_UNLESS_SET.has(String(path.at(-1)));
  return (
    <Checkbox
      size="xs"
      label={label}
      description={help}
      error={error}
      checked={typeof value === 'boolean' ? value : unless}
      onChange={({ currentTarget: { checked } }) => change(path, checked === unless ? undefined : checked)}
    />
  );
}

/** A choice among words; what is not among them is shown too, as it stands. */
export function ChoiceField(props: FieldProps & { choices: readonly string[]; wordOf?: (choice: string) => string; open?: string }) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value, preset, choices, wordOf = t.choice, required } = props;
  const held = typeof value === 'string' ? value : undefined;
  const all = held === undefined || choices.includes(held) ? choices : [...choices, held];
  const unset = typeof preset === 'string' ? t('panel.preset', { value: wordOf(preset) }) : (props.open ?? t('panel.notSet'));
  const known = (choice: string) => (choices.includes(choice) ? wordOf(choice) : t('gone', { name: choice }));
  const isOpen = !required || held === undefined || held === '' || !choices.includes(held);
  return (
    <NativeSelect
      {...useInput(props)}
      value={held === undefined || (held === '' && !choices.includes('')) ? 'open' : `is:${held}`}
      onChange={({ currentTarget: { value: chosen } }) => change(path, chosen === 'open' ? undefined : chosen.slice('is:'.length))}
      data={[
        ...(isOpen ? [{ value: 'open', label: unset }] : []),
        ...all.filter((choice) => choice !== '' || choices.includes('')).map((choice) => ({ value: `is:${choice}`, label: known(choice) })),
      ]}
    />
  );
}

export function KeyField(props: FieldProps) {
  return <ChoiceField {...props} choices={KEYS} wordOf={(key) => key} />;
}

/** All that apply. */
export function ChoicesField(props: FieldProps & { choices: readonly string[] }) {
  const { change } = usePanel();
  const t = usePanelText();
  const { language } = useLanguage();
  const { path, value, preset, choices, label, help, required } = props;
  const held = Array.isArray(value) ? (value as readonly unknown[]).map(String) : ((preset as readonly string[] | undefined) ?? []);
  const wordOf = (choice: string) => RULES.find(({ id }) => id === choice)?.name[language] ?? t.choice(choice);
  const { error } = useInput(props);
  return (
    <Checkbox.Group
      size="xs"
      label={label}
      description={help}
      error={error}
      withAsterisk={required}
      value={[...held]}
      onChange={(chosen) =>
        change(
          path,
          choices.filter((choice) => chosen.includes(choice)),
        )
      }
    >
      <div className="panel-choices">
        {choices.map((choice) => (
          <Checkbox key={choice} size="xs" value={choice} label={wordOf(choice)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Short texts, one a line. */
export function WordsField(props: FieldProps) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value, help, required } = props;
  const lines = Array.isArray(value) ? (value as readonly unknown[]).map(String) : [];
  const typed = useTyped(lines.join('\n'), (text) => {
    const words = text
      .split('\n')
      .map((word) => word.trim())
      .filter(Boolean);
    change(path, words.length === 0 && !required ? undefined : words);
  });
  return (
    <Textarea
      {...useInput(props)}
      {...typed}
      description={help ? `${help} ${t('panel.oneALine')}` : t('panel.oneALine')}
      autosize
      minRows={1}
    />
  );
}

/** A time of day. */
export function TimeField(props: FieldProps) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value, preset, help } = props;
  const unset = t('panel.preset', { value: String(preset) });
  return (
    <TextInput
      {...useInput(props)}
      type="time"
      description={help ? `${help} ${unset}.` : unset}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => change(path, currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

/** Free JSON; what does not parse yet stays in the field and is not kept. */
export function JsonField(props: FieldProps) {
  const { change } = usePanel();
  const t = usePanelText();
  const { path, value } = props;
  const [wrong, setWrong] = useState(false);
  const typed = useTyped(value === undefined ? '' : JSON.stringify(value, null, 2), (text) => {
    try {
      if (text.trim() === '') change(path, undefined);
      else change(path, JSON.parse(text));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  });
  const input = useInput(props);
  const onBlur = (event: FocusEvent) => {
    if (!wrong) typed.onBlur(event);
  };
  return (
    <Textarea
      {...input}
      {...typed}
      onBlur={onBlur}
      error={wrong ? t('panel.jsonWrong') : input.error}
      autosize
      minRows={2}
      maxRows={12}
      ff="monospace"
      spellCheck={false}
    />
  );
}

/** A time zone, by its name. */
export function ZoneField(props: FieldProps) {
  return <ChoiceField {...props} choices={Intl.supportedValuesOf('timeZone')} wordOf={(zone) => zone} />;
}

/** A text, a number, or yes or no, as the type beside it says. */
export function ScalarField(props: FieldProps) {
  const { flow, change } = usePanel();
  const t = usePanelText();
  const { path, value } = props;
  const type = valueAt(flow, [...path.slice(0, -1), 'type']);
  const typed = useTyped(value === undefined ? '' : String(value), (text) => {
    const number = Number(text.trim().replace(',', '.'));
    if (text === '') change(path, undefined);
    else if (type !== 'integer' && type !== 'number') change(path, text);
    else if (text.trim() !== '' && Number.isFinite(number)) change(path, number);
  });
  const input = useInput(props);
  if (type !== 'boolean')
    return <TextInput {...input} {...typed} inputMode={type === 'integer' || type === 'number' ? 'decimal' : 'text'} />;
  return (
    <NativeSelect
      {...input}
      value={value === undefined ? '' : String(value)}
      onChange={({ currentTarget: { value: chosen } }) => change(path, chosen === '' ? undefined : chosen === 'true')}
      data={[
        { value: '', label: t('panel.notSet') },
        { value: 'true', label: t('panel.yes') },
        { value: 'false', label: t('panel.no') },
      ]}
    />
  );
}

import { Button, Group, Modal, NativeSelect, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { OfferRuleView } from '../../../http/contract/offer-rules.ts';
import { checkParameters } from '../../../rules/settings.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useLanguage, useText } from '../../messages/language.tsx';
import { type FieldSchema, fieldsOf, shownValue, takenValue } from './rule-fields.ts';
import { Outcome } from './section.tsx';

interface DialogProps {
  readonly rule: OfferRuleView;
  readonly version: number;
  /** With the sentence that says what was done, if anything was. */
  readonly onClose: (done?: string) => void;
}

/** What the rule does not take, by parameter. */
function faultsOf(id: string, parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, true>> {
  const checked = checkParameters(id, parameters);
  return checked.ok ? {} : Object.fromEntries(checked.faults.map(({ path }) => [path.split('.')[1] ?? path, true]));
}

/** Turns and tunes one rule; what it does not take is said at its field. */
export function RuleDialog({ rule, version, onClose }: DialogProps) {
  const t = useText();
  const { language } = useLanguage();
  const save = useApiChange('changeOfferRule', ['offerRules', 'overview']);
  const fields = fieldsOf(rule.schema);
  const [on, setOn] = useState(rule.on);
  const [values, setValues] = useState<Readonly<Record<string, string | boolean>>>(
    Object.fromEntries(fields.map(({ name }) => [name, shownValue(rule.parameters[name])])),
  );
  const [isTried, setTried] = useState(false);
  const parameters = Object.fromEntries(fields.map((field) => [field.name, takenValue(field, values[field.name] ?? '')]));
  const wrong = faultsOf(rule.id, parameters);
  const name = rule.name[language];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    save.mutate(
      { params: { id: rule.id }, body: { on, parameters, version } },
      { onSuccess: () => onClose(t('rules.saved', { rule: name })) },
    );
  };
  return (
    <Modal
      opened
      size="lg"
      transitionProps={{ duration: 0 }}
      onClose={() => onClose()}
      title={name}
      closeButtonProps={{ 'aria-label': t('dialog.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{rule.about[language]}</Text>
          <Switch
            data-autofocus
            label={t('rules.on')}
            description={rule.fixed ? t('rules.fixed') : undefined}
            checked={on}
            disabled={rule.fixed}
            onChange={(event) => setOn(event.currentTarget.checked)}
          />
          {fields.map((field) => (
            <ParameterField
              key={field.name}
              field={field}
              label={language === 'es' ? (field.es ?? field.label) : field.label}
              value={values[field.name] ?? ''}
              isWrong={isTried && wrong[field.name] !== undefined}
              onChange={(value) => setValues({ ...values, [field.name]: value })}
            />
          ))}
          <Outcome error={save.error} done="" />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('rules.save')}
            </Button>
            <Button variant="default" onClick={() => onClose()}>
              {t('dialog.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ParameterField(props: {
  field: FieldSchema;
  label: string;
  value: string | boolean;
  isWrong: boolean;
  onChange: (value: string | boolean) => void;
}) {
  const { field, label, value, onChange } = props;
  const t = useText();
  const error = props.isWrong && t(`rules.wrong.${field.kind === 'number' || field.kind === 'list' ? field.kind : 'text'}`);
  const text = String(value);
  if (field.kind === 'yes-no')
    return <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (field.kind === 'choice')
    return <NativeSelect label={label} data={[...field.choices]} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (field.kind === 'list')
    return (
      <Textarea
        label={label}
        description={t('rules.oneEach')}
        error={error}
        autosize
        minRows={2}
        maxRows={10}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const limits =
    field.kind === 'number' ? { inputMode: 'numeric' as const, description: t('rules.limits', { min: field.min, max: field.max }) } : {};
  return <TextInput label={label} value={text} error={error} {...limits} onChange={(event) => onChange(event.currentTarget.value)} />;
}

import { Badge, Box, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isInvite, renderTemplate, type Template, templateLanguage } from '../../../../flows/template.ts';
import { useOptionalText } from '../../../messages/language.tsx';
import { useFormat } from '../../../ui/format.ts';
import { type FieldProps, languagesOf, type TemplateApproval, usePanel } from './panel-scene.ts';
import { ChoiceField } from './plain-fields.tsx';
import { usePanelText } from './words/panel-text.tsx';

/** A message template, with what its reader sees and whether the carrier lets it be sent. */
export function TemplateField(props: FieldProps & { use: 'invite' | 'template' }) {
  const { library, flow } = usePanel();
  const t = usePanelText();
  const { value, use, label } = props;
  const fitting = library.templates.filter((template) => isInvite(template) === (use === 'invite'));
  const chosen = library.templates.find(({ name }) => name === value);
  const languages = languagesOf(flow);
  const wordOf = (name: string) => {
    const unusable = languages.filter((language) => approvalOf(library.approvals, name, language)?.usable === false);
    return unusable.length > 0 ? t('templatePick.withState', { name, state: t('templatePick.notUsable') }) : name;
  };
  return (
    <Stack gap={6}>
      <ChoiceField {...props} choices={fitting.map(({ name }) => name)} wordOf={wordOf} open={t('templatePick.choose')} />
      {chosen && <Preview template={chosen} label={label} languages={languages} />}
    </Stack>
  );
}

function approvalOf(approvals: readonly TemplateApproval[], name: string, language: string): TemplateApproval | undefined {
  return (
    approvals.find((each) => each.name === name && each.language === language) ??
    approvals.find((each) => each.name === name && each.language === language.split('-')[0])
  );
}

/** The template as its reader sees it, each place filled with its sample. */
function Preview({ template, label, languages }: { template: Template; label: string; languages: readonly string[] }) {
  const { library, flow } = usePanel();
  const t = usePanelText();
  const format = useFormat();
  const stateName = useOptionalText();
  const [wanted, setWanted] = useState<string>();
  const language = wanted !== undefined && languages.includes(wanted) ? wanted : (languages[0] ?? Object.keys(template.languages)[0] ?? '');
  const tag = templateLanguage(template, language);
  const approval = approvalOf(library.approvals, template.name, language);
  const rendered = tag === undefined ? undefined : rendering(template, tag, typeof flow.business === 'string' ? flow.business : '…');
  return (
    <Box className="panel-template" role="group" aria-label={t('templatePick.previewOf', { what: label, name: template.name })}>
      <Group gap={6} justify="space-between">
        {languages.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('templatePick.language', { what: label })}
            value={language}
            onChange={setWanted}
            data={languages.map((each) => ({ value: each, label: format.language(each) }))}
          />
        )}
        <Badge color={approval === undefined ? 'gray' : approval.usable ? 'teal' : 'red'}>
          {approval ? stateName(`template.${approval.status}`, approval.status) : t('templatePick.stateUnknown')}
        </Badge>
      </Group>
      {approval?.reason && (
        <Text size="xs" c="var(--mantine-color-error)">
          {approval.reason}
        </Text>
      )}
      {rendered ? (
        <div className="panel-bubble" lang={tag}>
          <p>{rendered.body}</p>
          {rendered.buttons.map(({ id, title }) => (
            <span key={id} className="panel-bubble-button">
              {title}
            </span>
          ))}
        </div>
      ) : (
        <Text size="xs" c="var(--mantine-color-error)">
          {t('templatePick.noLanguage', { language: format.language(language) })}
        </Text>
      )}
    </Box>
  );
}

function rendering(template: Template, language: string, business: string) {
  const samples = Object.fromEntries(template.variables.map(({ name, sample }) => [name, sample[language] ?? '…']));
  return renderTemplate(template, language, { ...samples, business, token: 'abc123' });
}

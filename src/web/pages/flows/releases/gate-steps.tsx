import { List, Text, ThemeIcon } from '@mantine/core';
import type { GateStep } from '../../../../http/contract/releases.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useProblemSentence } from '../problems/use-problem-sentence.ts';
import { useReleaseText } from './words/releases-text.tsx';

/** No list of problems is longer: whoever mends these sees the next. */
const SHOWN = 3;

function Verdict({ step }: { step: GateStep }) {
  const t = useReleaseText();
  const count = step.problems.length;
  if (step.ok === undefined) return t('publish.skipped');
  if (!step.ok) return t('publish.wrong', { count: step.problems.filter(({ severity }) => severity === 'error').length });
  return count > 0 ? t('publish.warned', { count }) : t('publish.ok');
}

function Sign({ ok }: { ok: boolean | undefined }) {
  const [color, name] = ok === undefined ? (['gray', 'clock'] as const) : ok ? (['teal', 'check'] as const) : (['red', 'close'] as const);
  return (
    <ThemeIcon color={color} size={22} radius="xl" aria-hidden>
      <Icon name={name} size={14} />
    </ThemeIcon>
  );
}

/** What was looked at before a flow is published, one line each, with what is wrong below it. */
export function GateSteps({ steps }: { steps: readonly GateStep[] }) {
  const t = useReleaseText();
  return (
    <List aria-label={t('publish.steps')} spacing="xs" listStyleType="none">
      {steps.map((step) => (
        <List.Item key={step.step} icon={<Sign ok={step.ok} />} styles={{ itemWrapper: { alignItems: 'flex-start' } }}>
          <Text size="sm" fw={500}>
            {t(`publish.step.${step.step}`)}: <Verdict step={step} />
          </Text>
          {step.ok === false && <Problems problems={step.problems.filter(({ severity }) => severity === 'error')} />}
        </List.Item>
      ))}
    </List>
  );
}

function Problems({ problems }: { problems: GateStep['problems'] }) {
  const t = useReleaseText();
  const sentence = useProblemSentence();
  return (
    <List size="sm" spacing={2}>
      {problems.slice(0, SHOWN).map(({ code, step, path, message }) => (
        <List.Item key={`${code} ${path} ${message}`}>
          {step && <b>{step}: </b>}
          {sentence({ code, message })}
        </List.Item>
      ))}
      {problems.length > SHOWN && <List.Item>{t('publish.more', { count: problems.length - SHOWN })}</List.Item>}
    </List>
  );
}

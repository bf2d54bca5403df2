import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type DraftFlow, draftStep } from '../../../../flows/edit/draft.ts';
import type { Edit } from '../../../../flows/edit/edit.ts';
import type { JsonObject, JsonPath } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import { ChatStep } from '../../../../flows/schema/chat-steps.ts';
import { VoiceStep } from '../../../../flows/schema/voice-steps.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import { useLanguage, useOptionalText } from '../../../messages/language.tsx';
import { FieldView } from './field-view.tsx';
import { PanelContext, type PanelLibrary, type PanelScene } from './panel-scene.ts';
import { problemsByPlace } from './problems-by-place.ts';
import { shapeFaults } from './shape-faults.ts';
import { shortened } from './shortened.ts';
import { type Field, STEP_SHAPES, type StepShape } from './step-shape.ts';
import { useWantedPlace } from './wanted-place.ts';
import { PanelTexts, usePanelText } from './words/panel-text.tsx';
import './panel.css';

const ExpertView = lazy(() => import('./expert/expert-view.tsx'));

export interface StepPanelProps {
  readonly flow: DraftFlow;
  readonly side: FlowSide;
  readonly stepId: string;
  /** What the linter says of the flow. */
  readonly problems: readonly FlowProblem[];
  readonly library: PanelLibrary;
  /** Only to be looked at. */
  readonly readOnly?: boolean;
  /** One change; what is typed in one field comes as several `set` edits of the same path. */
  readonly onEdit: (edit: Edit) => void;
  readonly onOpenStep?: (side: FlowSide, step: string) => void;
  /** The place inside the step to go to; a new object for each time it is asked for. */
  readonly wanted?: JsonPath | undefined;
}

/** The form of one step, made from the schema of its type. It keeps nothing: what is typed goes out as edits. */
export function StepPanel(props: StepPanelProps) {
  return (
    <PanelTexts>
      <Panel {...props} />
    </PanelTexts>
  );
}

function Panel(props: StepPanelProps) {
  const t = usePanelText();
  const { flow, side, stepId } = props;
  const step = draftStep(flow, { side, step: stepId });
  if (!step) return <Text size="sm">{t('panel.missing', { step: stepId })}</Text>;
  const shape = STEP_SHAPES[side].get(String(step.type));
  if (!shape) return <Alert color="yellow">{t('panel.unknownType', { type: String(step.type) })}</Alert>;
  return <Form key={`${side}/${stepId}`} {...props} step={step} shape={shape} />;
}

function Form(props: StepPanelProps & { step: JsonObject; shape: StepShape }) {
  const { flow, side, stepId, step, shape, library, onEdit, onOpenStep, problems, readOnly = false, wanted } = props;
  const t = usePanelText();
  const typeName = useOptionalText();
  const { language } = useLanguage();
  const faults = useMemo(
    () => shapeFaults(side === 'call' ? VoiceStep : ChatStep, step, language, t('panel.required')),
    [side, step, language, t],
  );
  const mine = useMemo(() => problemsByPlace(problems, [side, 'steps', stepId]), [problems, side, stepId]);
  const scene: PanelScene = {
    flow,
    side,
    stepId,
    base: [side, 'steps', stepId],
    type: shape.type,
    library,
    readOnly,
    wanted,
    openStep: onOpenStep,
    edit: onEdit,
    change: (path, value) => onEdit({ kind: 'set', path: [side, 'steps', stepId, ...shortened(step, path, value)], value }),
    problemsAt: (path) => {
      const fault = faults.get(path.join('.'));
      return [...(fault === undefined ? [] : [fault]), ...(mine.get(path.join('.')) ?? [])];
    },
  };
  const box = useWantedPlace(wanted);
  const exits = shape.fields.filter((field) => field.shape.kind === 'step');
  const main = shape.fields.filter((field) => field.shape.kind !== 'step' && isMain(shape.type, field));
  const more = shape.fields.filter((field) => field.shape.kind !== 'step' && !isMain(shape.type, field));
  // Decided once: it must not close under somebody who empties a field.
  const [isMoreOpen] = useState(() => more.some(({ name }) => name !== 'note' && step[name] !== undefined));
  const view = (field: Field) => <FieldView key={field.name} field={field} at={[]} holder={step} />;
  return (
    <PanelContext value={scene}>
      <section ref={box} className="step-panel" aria-label={t('panel.title', { step: stepId })}>
        <Stack gap="sm">
          <div>
            <Group gap={8}>
              <Title order={2}>{stepId}</Title>
              <Badge color="gray">{typeName(`step.${shape.type}`, shape.type)}</Badge>
            </Group>
            <Text size="xs" c="dimmed">
              {t.help(shape.help)}
            </Text>
          </div>
          <StepProblems problems={problems.filter((each) => each.side === side && each.step === stepId)} />
          <fieldset className="panel-fields" disabled={readOnly}>
            {main.map(view)}
            {exits.length > 0 && (
              <fieldset className="panel-group">
                <legend>{t('panel.exits')}</legend>
                <Stack gap="xs">{exits.map(view)}</Stack>
              </fieldset>
            )}
            {more.length > 0 && (
              <details className="panel-more" open={isMoreOpen}>
                <summary>{t('panel.more')}</summary>
                <Stack gap="sm" mt="xs">
                  {more.map(view)}
                </Stack>
              </details>
            )}
          </fieldset>
          <Expert step={step} problems={problems} />
        </Stack>
      </section>
    </PanelContext>
  );
}

/** The JSON behind the form; its editor is loaded when somebody opens it. */
function Expert({ step, problems }: { step: JsonObject; problems: readonly FlowProblem[] }) {
  const t = usePanelText();
  const [opened, setOpened] = useState(false);
  return (
    <details className="panel-more" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('expert.title')}</summary>
      {opened && (
        <Suspense fallback={<Text size="xs">{t('expert.loading')}</Text>}>
          <ExpertView step={step} problems={problems} />
        </Suspense>
      )}
    </details>
  );
}

/** What must be looked at first: what is needed, what is said, what people set most. The rest stands under “more settings”. */
function isMain(type: string, { name, required, shape }: Field): boolean {
  if (required || ['wording', 'condition', 'variable', 'variants'].includes(shape.kind)) return true;
  return PROMINENT.has(`${type}.${name}`);
}

const PROMINENT = new Set([
  'set.intent',
  'request.body',
  'run.with',
  'run.save',
  'offer.keys',
  'offer.confirmNumber',
  'offer.consent',
  'queue.offer',
  'queue.music',
  'dial.to',
  'voicemail.team',
  'callback.team',
  'assign.team',
  'send.media',
  'send.location',
  'send.buttons',
  'send.list',
  'send.template',
  'ask.buttons',
  'ask.list',
  'ask.location',
  'ask.file',
  'survey.comment',
]);

function StepProblems({ problems }: { problems: readonly FlowProblem[] }) {
  const t = usePanelText();
  if (problems.length === 0) return null;
  const isWrong = problems.some(({ severity }) => severity === 'error');
  return (
    <Alert color={isWrong ? 'red' : 'yellow'} p="xs" title={t('panel.problems')}>
      <ul className="panel-problems">
        {problems.map(({ code, message, path }) => (
          <li key={`${code} ${path} ${message}`}>
            {code}: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

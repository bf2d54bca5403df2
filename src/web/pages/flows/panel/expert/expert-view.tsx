import { SegmentedControl, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { draftSteps } from '../../../../../flows/edit/draft.ts';
import type { JsonObject } from '../../../../../flows/edit/json.ts';
import { Flow } from '../../../../../flows/flow.ts';
import { ChatStep } from '../../../../../flows/schema/chat-steps.ts';
import { VoiceStep } from '../../../../../flows/schema/voice-steps.ts';
import type { FlowProblem } from '../../../../../http/contract/flows.ts';
import { usePanel } from '../panel-scene.ts';
import { usePanelText } from '../words/panel-text.tsx';
import JsonEditor, { type PlacedProblem } from './json-editor.tsx';
import type { JsonSchema } from './json-suggestions.ts';

const AS_WRITTEN = { io: 'input', unrepresentable: 'any' } as const;

/** `call.steps.menu.options[2].to` in its parts; parts of the names themselves have no full stops. */
function partsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])));
}

/** The step, or the whole flow, as the file has it: both ways in step with the form and the drawing. */
export default function ExpertView({ step, problems }: { step?: JsonObject; problems: readonly FlowProblem[] }) {
  const { flow, side, stepId = '', edit, readOnly } = usePanel();
  const t = usePanelText();
  const [shown, setShown] = useState<'step' | 'flow'>(step ? 'step' : 'flow');
  const isStep = step !== undefined && shown === 'step';
  const schema = useMemo(
    () => (isStep ? (side === 'call' ? VoiceStep : ChatStep) : Flow).toJSONSchema(AS_WRITTEN) as JsonSchema,
    [isStep, side],
  );
  const steps = useMemo(() => draftSteps(flow, side).map(([id]) => id), [flow, side]);
  const placed = useMemo(() => {
    const start = isStep ? `${side}.steps.${stepId}` : '';
    return problems.flatMap(({ path = '', severity, code, message }): PlacedProblem[] => {
      if (isStep && path !== start && !path.startsWith(`${start}.`)) return [];
      return [{ path: partsOf(path.slice(start.length)), severity, message: `${code}: ${message}` }];
    });
  }, [problems, isStep, side, stepId]);
  return (
    <Stack gap={6}>
      {step && (
        <SegmentedControl
          size="xs"
          aria-label={t('expert.what')}
          value={shown}
          onChange={(next) => setShown(next === 'flow' ? 'flow' : 'step')}
          data={[
            { value: 'step', label: t('expert.step') },
            { value: 'flow', label: t('expert.flow') },
          ]}
        />
      )}
      <JsonEditor
        key={shown}
        label={isStep ? t('expert.labelStep', { step: stepId }) : t('expert.labelFlow')}
        value={isStep ? step : flow}
        schema={schema}
        steps={steps}
        problems={placed}
        readOnly={readOnly}
        keptAs={`relevo.json.${String(flow.id)}.${isStep ? `${side}.${stepId}` : ''}`}
        onChange={(value) => edit(isStep ? { kind: 'set', path: [side, 'steps', stepId], value } : { kind: 'replace', flow: value })}
      />
    </Stack>
  );
}

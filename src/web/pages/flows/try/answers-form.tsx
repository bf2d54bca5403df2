import { Select, Stack } from '@mantine/core';
import type { CaseWorld } from '../../../../flows/cases.ts';
import { type DraftFlow, draftSteps, SIDES } from '../../../../flows/edit/draft.ts';
import { type EditorTextKey, useEditorText } from '../editor/words/editor-text.tsx';
import type { WorldChange } from './use-play.ts';

interface AnswersFormProps {
  readonly flow: DraftFlow;
  readonly world: CaseWorld;
  readonly onWorld: (change: WorldChange) => void;
}

const LOOKUPS: readonly (readonly [string, EditorTextKey])[] = [
  ['mock', 'try.lookup.mock'],
  ['not-found', 'try.lookup.notFound'],
  ['timeout', 'try.lookup.timeout'],
  ['unreachable', 'try.lookup.unreachable'],
  ['broken', 'try.lookup.broken'],
];
/** A step asks again when it is configured so: every time it gets this answer. */
const TIMES = 5;

function without<T>(record: Readonly<Record<string, T>> | undefined, key: string): Record<string, T> | undefined {
  const rest = Object.fromEntries(Object.entries(record ?? {}).filter(([each]) => each !== key));
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** What other systems answer, which arm of an experiment it is, and what was agreed to before. */
export function AnswersForm({ flow, world, onWorld }: AnswersFormProps) {
  const t = useEditorText();
  const steps = SIDES.flatMap((side) => draftSteps(flow, side));
  const requests = steps.filter(([, step]) => step.type === 'request').map(([id]) => id);
  const splits = steps.flatMap(([, step]) => {
    if (step.type !== 'split' || typeof step.experiment !== 'string' || !Array.isArray(step.arms)) return [];
    return [[step.experiment, step.arms.flatMap((arm: { id?: unknown }) => (typeof arm.id === 'string' ? [arm.id] : []))] as const];
  });
  return (
    <Stack gap="xs">
      {[...new Set(requests)].map((step) => {
        const [first] = world.lookups?.[step] ?? [];
        return (
          <Select
            key={step}
            label={t('try.lookup', { step })}
            value={typeof first === 'string' ? first : 'mock'}
            allowDeselect={false}
            data={LOOKUPS.map(([value, label]) => ({ value, label: t(label) }))}
            onChange={(value) => {
              const rest = without(world.lookups, step);
              const given = value === 'mock' || value === null ? undefined : Array<string>(TIMES).fill(value);
              onWorld({ lookups: given ? ({ ...rest, [step]: given } as CaseWorld['lookups']) : rest });
            }}
          />
        );
      })}
      {splits.map(([experiment, arms]) => (
        <Select
          key={experiment}
          label={t('try.arm', { experiment })}
          placeholder={t('try.arm.any')}
          clearable
          value={world.arms?.[experiment] ?? null}
          data={arms}
          onChange={(arm) => {
            const rest = without(world.arms, experiment);
            onWorld({ arms: arm === null ? rest : { ...rest, [experiment]: arm } });
          }}
        />
      ))}
      <Select
        label={t('try.consent')}
        value={world.consent ?? 'none'}
        allowDeselect={false}
        data={[
          { value: 'none', label: t('try.consent.none') },
          { value: 'calls', label: t('try.consent.calls') },
        ]}
        onChange={(value) => onWorld({ consent: value === 'calls' ? 'calls' : undefined })}
      />
    </Stack>
  );
}

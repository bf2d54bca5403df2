import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { problemPath, type Repair, repairsOf } from '../../../../flows/edit/repairs.ts';
import type { Problem } from '../../../../flows/lint/problem.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useProblemSentence } from '../problems/use-problem-sentence.ts';
import { sectionAt } from '../settings/setting-shapes.ts';
import { openPlace, show } from './editor-commands.ts';
import { useEditor, useEditorState } from './use-editor.ts';
import { useEditorText } from './words/editor-text.tsx';

function RepairButton({ repair }: { repair: Repair }) {
  const t = useEditorText();
  const store = useEditor();
  const mend = () => {
    if (repair.kind === 'choose-step') store.set({ dialog: { kind: 'connect', exit: repair.exit } });
    else if (store.edit(repair.edit)) store.set({ notice: { kind: 'mended' } });
  };
  return (
    <Button size="compact-xs" variant="default" onClick={mend}>
      {t(`repair.${repair.kind}`, { about: repair.about })}
    </Button>
  );
}

function Entry({ problem, beside }: { problem: FlowProblem; beside: BesideFlow }) {
  const t = useEditorText();
  const store = useEditor();
  const flow = useEditorState((state) => state.history.flow);
  const readOnly = useEditorState((state) => state.readOnly);
  // The linter of this page speaks in its own terms; those of the service are the same.
  const repairs = useMemo(() => (readOnly ? [] : repairsOf(flow, problem as Problem, beside)), [flow, problem, beside, readOnly]);
  const sentence = useProblemSentence();
  const { side, step } = problem;
  const sided = side === 'call' || side === 'chat' ? side : undefined;
  const place = problemPath(problem.path ?? '');
  const isSetting = (step === undefined || !sided) && sectionAt(place) !== undefined;
  return (
    <li className="problem-entry">
      <Group gap={6}>
        <Badge size="sm" color={problem.severity === 'error' ? 'red' : 'yellow'}>
          {problem.code} · {t(`severity.${problem.severity}`)}
        </Badge>
        {sided && step !== undefined && (
          <button type="button" className="outline-link" onClick={() => show(store, { side: sided, step })}>
            {t('editor.goTo', { step })}
          </button>
        )}
        {isSetting && (
          <button type="button" className="outline-link" onClick={() => openPlace(store, place)}>
            {t('editor.goToSetting', { path: problem.path ?? '' })}
          </button>
        )}
      </Group>
      <Text size="sm">{sentence(problem)}</Text>
      {repairs.length > 0 && (
        <Group gap={6} mt={4}>
          {repairs.map((repair) => (
            <RepairButton key={`${repair.kind}-${repair.about}`} repair={repair} />
          ))}
        </Group>
      )}
    </li>
  );
}

/** What is wrong with the draft now, each with a jump to where it stands and, where it can be mended with a click, the click. */
export function ProblemList({ beside }: { beside: BesideFlow }) {
  const t = useEditorText();
  const store = useEditor();
  const problems = useEditorState((state) => state.problems);
  return (
    <section className="editor-aside" aria-label={t('flow.problems')}>
      <Group justify="space-between">
        <Title order={2}>{t('flow.problems')}</Title>
        <Button size="compact-xs" variant="default" onClick={() => store.set({ panel: 'step' })}>
          {t('editor.closeList')}
        </Button>
      </Group>
      {problems?.length === 0 ? (
        <Group gap={8}>
          <Icon name="check" />
          <Text size="sm">{t('flow.noProblems')}</Text>
        </Group>
      ) : (
        <Stack component="ul" gap="sm" className="problem-list">
          {problems?.map((problem) => (
            <Entry key={`${problem.code}-${problem.path}-${problem.message}`} problem={problem} beside={beside} />
          ))}
        </Stack>
      )}
    </section>
  );
}

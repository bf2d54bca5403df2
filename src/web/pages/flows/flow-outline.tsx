import { Badge, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useOptionalText, useText } from '../../messages/language.tsx';
import type { FlowNode } from './flow-graph.ts';

function Exits({ step, onSelect }: { step: FlowNode; onSelect: (id: string) => void }) {
  const t = useText();
  const optional = useOptionalText();
  if (step.exits.length === 0) return <Text size="xs">{t('flow.noExits')}</Text>;
  return (
    <ul className="outline-exits" aria-label={t('flow.exitsOf', { step: step.id })}>
      {step.exits.map((exit) => (
        <li key={`${exit.name}-${exit.to}`}>
          <span>{optional(`exit.${exit.name}`, exit.name)}</span> →{' '}
          <button type="button" className="outline-link" onClick={() => onSelect(exit.to)}>
            {exit.to}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Entry({ step, selected, onSelect }: { step: FlowNode; selected: boolean; onSelect: (id: string) => void }) {
  const t = useText();
  const optional = useOptionalText();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <li ref={row} className="outline-entry" data-selected={selected ? '' : undefined}>
      <button type="button" className="outline-head" aria-expanded={selected} onClick={() => onSelect(step.id)}>
        <strong>{step.id}</strong>
        <span className="outline-type">{optional(`step.${step.type}`, step.type)}</span>
        {step.start && <Badge size="sm">{t('flow.start')}</Badge>}
        {step.problems.length > 0 && (
          <Badge size="sm" color={step.problems.some((problem) => problem.severity === 'error') ? 'red' : 'yellow'}>
            {t('flow.problemCount', { count: step.problems.length })}
          </Badge>
        )}
      </button>
      {selected && (
        <div className="outline-body">
          {step.text && <Text size="xs">“{step.text}”</Text>}
          <Exits step={step} onSelect={onSelect} />
          {step.problems.map((problem) => (
            <Group key={`${problem.code}-${problem.message}`} gap={6} wrap="nowrap" align="flex-start">
              <Badge size="sm" color={problem.severity === 'error' ? 'red' : 'yellow'}>
                {problem.code}
              </Badge>
              <Text size="xs">{problem.message}</Text>
            </Group>
          ))}
        </div>
      )}
    </li>
  );
}

/** Every step in words: the whole flow for keyboard and screen reader. */
export function FlowOutline(props: { steps: readonly FlowNode[]; selected: string | undefined; onSelect: (id: string) => void }) {
  const t = useText();
  return (
    <nav className="flow-outline" aria-label={t('flow.outline')}>
      <ul>
        {props.steps.map((step) => (
          <Entry key={step.id} step={step} selected={step.id === props.selected} onSelect={props.onSelect} />
        ))}
      </ul>
    </nav>
  );
}

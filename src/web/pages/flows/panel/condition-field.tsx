import { Code, Input } from '@mantine/core';
import { lazy, Suspense, useId, useMemo } from 'react';
import { checkExpression, declaredTypes, environmentOf, tableTypes, targetOf } from './condition-check.ts';
import type { Suggestion } from './condition-completion.ts';
import { conditionWords, typeText } from './condition-words.ts';
import { namedIn, valuesNamed } from './named-fields.tsx';
import { type FieldProps, usePanel } from './panel-scene.ts';
import { useInput } from './plain-fields.tsx';
import type { PanelKey } from './words/field-names.ts';
import { usePanelText } from './words/panel-text.tsx';

const ConditionEditor = lazy(() => import('./condition-editor.tsx'));
/** A condition, or an expression that gives a variable its value; checked while it is typed by the linter’s own checker. */
export function ConditionField(props: FieldProps) {
  const scene = usePanel();
  const t = usePanelText();
  const { path, value, required, label, help } = props;
  const { error: other } = useInput(props);
  const ids = { hint: useId(), error: useId() };
  const source = typeof value === 'string' ? value : '';
  const { flow, library } = scene;
  const environment = useMemo(() => environmentOf({ flow, library }), [flow, library]);
  const variables = useMemo(() => declaredTypes({ flow }), [flow]);
  const name = targetOf(path);
  const fault = useMemo(
    () =>
      source === ''
        ? undefined
        : checkExpression(source, environment, name === undefined ? undefined : { name, declared: variables.get(name) }),
    [source, environment, variables, name],
  );
  const said = useMemo(() => {
    if (!fault) return undefined;
    if (fault.kind === 'type')
      return t('condition.gives', { type: typeText(t, fault.gives), name: fault.name, declared: typeText(t, fault.declared) });
    return t('condition.at', { at: fault.position + 1, what: conditionWords(t, fault.message) });
  }, [fault, t]);
  const mark = useMemo(
    () => (said === undefined ? undefined : { position: fault?.kind === 'wrong' ? fault.position : 0, message: said }),
    [said, fault],
  );
  const names = {
    variables,
    calendars: Object.keys(namedIn(scene, 'calendars')),
    queues: [...new Set(valuesNamed(scene, 'queue'))],
    tables: tableTypes(scene),
  };
  const wordsOf = ({ type, about }: Suggestion) => ({ type: type ? typeText(t, type) : '', about: about ? t(about as PanelKey) : '' });
  // The linter says the same of it, later.
  const shown = said ?? (source === '' ? other : undefined);
  return (
    <Input.Wrapper label={label} withAsterisk={required} size="xs" labelElement="div">
      {help && (
        <Input.Description id={ids.hint} size="xs" mb={4}>
          {help}
        </Input.Description>
      )}
      <Suspense fallback={<Code block>{source || t('condition.loading')}</Code>}>
        <ConditionEditor
          value={source}
          label={label}
          describedBy={[help && ids.hint, shown && ids.error].filter(Boolean).join(' ')}
          isWrong={shown !== undefined}
          readOnly={scene.readOnly}
          mark={mark}
          names={names}
          wordsOf={wordsOf}
          completionsLabel={t('condition.completions')}
          onChange={(typed) => scene.change(path, typed === '' && !required ? undefined : typed)}
        />
      </Suspense>
      {source === '' && (
        <Input.Description size="xs" mt={4}>
          {t('condition.hint')}
        </Input.Description>
      )}
      {shown && (
        <Input.Error id={ids.error} size="xs" mt={4} role="status">
          {shown}
        </Input.Error>
      )}
    </Input.Wrapper>
  );
}

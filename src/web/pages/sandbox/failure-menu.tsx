import { Badge, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import type { FailureMenu as Menu } from '../../../http/contract/sandbox-carrier.ts';
import { failuresEs } from '../../messages/failures-es.ts';
import { useLanguage, useText } from '../../messages/language.tsx';
import { QueryView } from '../../ui/states.tsx';
import { ChosenBehaviours } from './chosen-behaviours.tsx';
import { CHOICE_GROUPS, type Choice, choicesOf, searchChoices, unknownChoice } from './failure-choices.ts';
import { FailureForm } from './failure-form.tsx';
import { sandboxApi } from './sandbox-api.ts';

interface ListProps {
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
  readonly onChoose: (choice: Choice) => void;
}

/** One radio group over all groups: the arrows walk through everything that is found. */
const ChoiceList = memo(function ChoiceList({ choices, chosen, onChoose }: ListProps) {
  const t = useText();
  const groups = CHOICE_GROUPS.map((group) => ({ group, found: choices.filter((choice) => choice.group === group) }));
  return (
    <div className="failure-list" role="radiogroup" aria-label={t('failures.list')}>
      {choices.length === 0 && <Text size="sm">{t('failures.none')}</Text>}
      {groups
        .filter(({ found }) => found.length > 0)
        .map(({ group, found }) => (
          <fieldset key={group} className="failure-group">
            <legend>{t(`failures.group.${group}`)}</legend>
            <Text size="xs" c="dimmed">
              {t(`failures.group.${group}.hint`)}
            </Text>
            {found.map((choice) => (
              <label key={choice.id} className="failure-row">
                <input
                  type="radio"
                  name="failure"
                  value={choice.id}
                  checked={chosen === choice.id}
                  onChange={() => onChoose(choice)}
                  aria-label={[choice.code, choice.words].filter(Boolean).join(' ')}
                />
                {choice.code && <Badge color="gray">{choice.code}</Badge>}
                <span>{choice.words}</span>
              </label>
            ))}
          </fieldset>
        ))}
    </div>
  );
});

function MenuOf({ state, menu }: { state: SandboxState; menu: Menu }) {
  const t = useText();
  const { language } = useLanguage();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Choice>();
  const said = useMemo(() => (english: string) => (language === 'es' ? (failuresEs[english] ?? english) : english), [language]);
  const choices = useMemo(() => choicesOf(menu, t, said), [menu, t, said]);
  const shown = useMemo(() => {
    const { found, newCode } = searchChoices(choices, typed);
    return newCode === undefined ? found : [...found, unknownChoice(menu, newCode, t, said)];
  }, [choices, typed, menu, t, said]);
  return (
    <div className="failure-menu">
      <div>
        <TextInput
          size="xs"
          type="search"
          label={t('failures.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ChoiceList choices={shown} chosen={chosen?.id} onChoose={setChosen} />
      </div>
      <div>
        {chosen ? <FailureForm key={chosen.id} state={state} choice={chosen} /> : <Text size="sm">{t('failures.choose')}</Text>}
        <ChosenBehaviours state={state} />
      </div>
    </div>
  );
}

/** Everything that can happen to a message of ours at the carrier, grouped by what the service does about it. */
export function FailureMenu({ state }: { state: SandboxState }) {
  const menu = useQuery({
    queryKey: ['sandbox-failures'],
    queryFn: ({ signal }) => sandboxApi.failures(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <QueryView query={menu}>{(data) => <MenuOf state={state} menu={data} />}</QueryView>;
}

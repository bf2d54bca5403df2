import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { Outcome, Section } from './section.tsx';

/** Whether publishing takes two people: administrators set it. */
export function PublishingSection() {
  const t = useText();
  const mayChange = useMay('settings:change');
  const { data } = useQuery(apiQuery('studioSettings'));
  const change = useApiChange('setStudioSettings', ['studioSettings']);
  const [done, setDone] = useState('');
  const set = (secondPerson: boolean) => {
    setDone('');
    change.mutate({ body: { secondPerson } }, { onSuccess: () => setDone(t(secondPerson ? 'publishing.on' : 'publishing.off')) });
  };
  return (
    <Section title={t('publishing.title')} hint={t('publishing.hint')}>
      {data && (
        <Switch
          label={t('publishing.second')}
          description={t('publishing.second.hint')}
          checked={data.secondPerson}
          disabled={!mayChange || change.isPending}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      )}
      <Outcome error={change.error} done={done} />
    </Section>
  );
}

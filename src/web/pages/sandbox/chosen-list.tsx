import { Button, Group, Text, Title } from '@mantine/core';
import { useText } from '../../messages/language.tsx';
import { useRun } from './use-sandbox.ts';

export interface Chosen {
  /** '' for everybody. */
  readonly number: string;
  readonly words: string;
  readonly takeBack: () => Promise<unknown>;
}

/** What was chosen and not yet taken back, each with a button that does. */
export function ChosenList({ chosen }: { chosen: readonly Chosen[] }) {
  const t = useText();
  const run = useRun();
  if (chosen.length === 0) return null;
  return (
    <section aria-label={t('backstage.chosen')}>
      <Title order={3}>{t('backstage.chosen')}</Title>
      <ul className="plain-list">
        {chosen.map(({ number, words, takeBack }) => {
          const who = number === '' ? t('backstage.everybody') : number;
          return (
            <li key={number}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <Text size="xs">
                  <strong>{who}</strong>: {words}
                </Text>
                <Button
                  size="compact-xs"
                  variant="default"
                  flex="none"
                  aria-label={t('backstage.takeBackOne', { what: who })}
                  onClick={() => run(takeBack)}
                >
                  {t('backstage.takeBack')}
                </Button>
              </Group>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

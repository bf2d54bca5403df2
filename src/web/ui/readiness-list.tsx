import { List, Text, ThemeIcon } from '@mantine/core';
import type { FlowReadiness } from '../../http/contract/readiness.ts';
import { useLanguage, useText } from '../messages/language.tsx';
import { Icon } from './icon.tsx';

type Verdict = FlowReadiness['verdict'];

const SIGNS = {
  ready: ['teal', 'check'],
  attention: ['yellow', 'warning'],
  blocked: ['red', 'close'],
} as const satisfies Readonly<Record<Verdict, readonly [string, string]>>;

/** The checklist before offers are made: each point with what was found, in words. */
export function ReadinessList({ items }: Pick<FlowReadiness, 'items'>) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <List aria-label={t('readiness.title')} spacing="xs" listStyleType="none">
      {items.map(({ id, name, verdict, findings }) => {
        const [color, icon] = SIGNS[verdict];
        return (
          <List.Item
            key={id}
            icon={
              <ThemeIcon color={color} size={22} radius="xl" aria-hidden>
                <Icon name={icon} size={14} />
              </ThemeIcon>
            }
          >
            <Text size="sm" fw={500}>
              {name[language]}: {t(`readiness.${verdict}`)}
            </Text>
            {findings.map(({ words }) => (
              <Text key={words[language]} size="sm">
                {words[language]}
              </Text>
            ))}
          </List.Item>
        );
      })}
    </List>
  );
}

import { ActionIcon, Group, SegmentedControl, Tooltip, useMantineColorScheme } from '@mantine/core';
import { LANGUAGES, type Language, useLanguage, useText } from '../messages/language.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

/** Spanish or English, at once and for the next visits. */
export function LanguageSwitch() {
  const t = useText();
  const { language, choose } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('shell.language')}
      value={language}
      onChange={(value) => choose(value as Language)}
      data={LANGUAGES.map((value) => ({ value, label: value.toUpperCase() }))}
      onClick={(event) => event.stopPropagation()}
    />
  );
}

const SCHEMES = ['auto', 'light', 'dark'] as const;
const SCHEME_ICONS: Record<(typeof SCHEMES)[number], IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };

/** As the system has it, light, or dark; one button that goes round. */
export function ColorSchemeSwitch() {
  const t = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto';
  const label = t('shell.colours', { now: t(`colours.${colorScheme}`), next: t(`colours.${next}`) });
  return (
    <Group>
      <Tooltip label={label}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={label}
          onClick={(event) => {
            event.stopPropagation();
            setColorScheme(next);
          }}
        >
          <Icon name={SCHEME_ICONS[colorScheme]} size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

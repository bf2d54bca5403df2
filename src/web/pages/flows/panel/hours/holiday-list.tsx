import { ActionIcon, Box, Button, Checkbox, Group, NativeSelect, Stack } from '@mantine/core';
import { isList, isObject, type Json, type JsonObject, type JsonPath } from '../../../../../flows/edit/json.ts';
import { holidayName } from '../../../../../flows/holidays/holiday-names.ts';
import { HOLIDAY_TABLES } from '../../../../../flows/holidays/holiday-tables.ts';
import { holidaysOfYear } from '../../../../../flows/holidays/holidays-of-year.ts';
import { useLanguage } from '../../../../messages/language.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { usePanelText } from '../words/panel-text.tsx';
import { textsOf, useHours } from './hours-scene.ts';
import { REGION_NAMES } from './region-names.ts';

const MOST = 5;

/** Whose public holidays are closed, and on which of them it is open all the same. */
export function HolidayList({ path, holidays, year }: { path: JsonPath; holidays: Json | undefined; year: number }) {
  const t = usePanelText();
  const { change } = useHours();
  const items = isList(holidays) ? holidays : [];
  return (
    <Stack gap={8}>
      {items.map((item, at) => (
        <OneCountry
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry has no other name than its place
          key={at}
          path={[...path, at]}
          place={at + 1}
          item={isObject(item) ? item : {}}
          year={year}
          onRemove={() => change(path, items.length === 1 ? undefined : items.toSpliced(at, 1))}
        />
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="light"
          disabled={items.length >= MOST}
          onClick={() => change(path, [...items, { country: 'ES' }])}
        >
          + {t('hours.addHolidays')}
        </Button>
      </div>
    </Stack>
  );
}

function OneCountry({
  path,
  place,
  item,
  year,
  onRemove,
}: {
  path: JsonPath;
  place: number;
  item: JsonObject;
  year: number;
  onRemove: () => void;
}) {
  const t = usePanelText();
  const { language } = useLanguage();
  const { change, problemAt } = useHours();
  const country = typeof item.country === 'string' ? item.country : '';
  const region = typeof item.region === 'string' ? item.region : undefined;
  const table = HOLIDAY_TABLES[country];
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const countries = Object.keys(HOLIDAY_TABLES);
  const open = textsOf(item.open);
  const days = table && (region !== undefined || !table.regionNeeded) ? [...holidaysOfYear(country, region, year)].sort() : [];
  const fault = problemAt(path) ?? problemAt([...path, 'country']) ?? problemAt([...path, 'region']);
  const label = t('hours.holidaysOf', { place });
  return (
    <Box className="panel-item" role="group" aria-label={label}>
      <Group gap={6} align="flex-end" wrap="nowrap">
        <NativeSelect
          size="xs"
          flex={1}
          label={t('hours.country')}
          value={country}
          error={fault}
          onChange={({ currentTarget }) => change(path, { country: currentTarget.value })}
          data={[...(countries.includes(country) ? [] : [country]), ...countries].map((each) => ({
            value: each,
            label: each === '' ? '' : (names.of(each) ?? each),
          }))}
        />
        <NativeSelect
          size="xs"
          flex={1}
          label={t('hours.region')}
          value={region ?? ''}
          onChange={({ currentTarget }) => change([...path, 'region'], currentTarget.value === '' ? undefined : currentTarget.value)}
          data={[
            { value: '', label: t('hours.wholeCountry') },
            ...(table?.regions ?? []).map((each) => ({ value: each, label: REGION_NAMES[country]?.[each] ?? each })),
          ]}
        />
        <ActionIcon size="sm" mb={6} variant="subtle" color="gray" aria-label={t('panel.remove', { what: label })} onClick={onRemove}>
          <Icon name="close" size={12} />
        </ActionIcon>
      </Group>
      {days.length > 0 && (
        <details>
          <summary>{t('hours.daysOfYear', { year, count: days.length })}</summary>
          <Stack gap={4} mt={6}>
            {days.map(([date, id]) => (
              <Checkbox
                key={date}
                size="xs"
                label={t('hours.openOn', { date, name: holidayName(id, language) ?? id })}
                checked={open.includes(id)}
                onChange={({ currentTarget: { checked } }) => {
                  const next = checked ? [...open, id] : open.filter((each) => each !== id);
                  change([...path, 'open'], next.length === 0 ? undefined : next);
                }}
              />
            ))}
          </Stack>
        </details>
      )}
    </Box>
  );
}

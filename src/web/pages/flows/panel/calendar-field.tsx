import { namedIn } from './named-fields.tsx';
import { type FieldProps, usePanel } from './panel-scene.ts';
import { ChoiceField } from './plain-fields.tsx';
import { usePanelText } from './words/panel-text.tsx';

/** The calendar that decides. */
export function CalendarField(props: FieldProps) {
  const scene = usePanel();
  const t = usePanelText();
  return <ChoiceField {...props} choices={Object.keys(namedIn(scene, 'calendars'))} wordOf={(name) => name} open={t('calendar.choose')} />;
}

import { Button, Stack, Text } from '@mantine/core';
import { isObject, type JsonObject } from '../../../../flows/edit/json.ts';
import { FieldView } from '../panel/field-view.tsx';
import { Frame } from '../panel/frame.tsx';
import { entriesOf, type FieldProps, PanelContext, usePanel } from '../panel/panel-scene.ts';
import { useFold } from '../panel/use-fold.ts';
import { usePanelText } from '../panel/words/panel-text.tsx';
import { PART_FIELDS } from './setting-shapes.ts';

/** The parts that the flow has itself; those that lie beside the flows are named. */
export default function PartsField(props: FieldProps) {
  const { library } = usePanel();
  const t = usePanelText();
  const own = entriesOf(props.value);
  const others = Object.keys(library.parts).filter((name) => !own.some(([each]) => each === name));
  return (
    <Frame {...props}>
      {own.map(([name, held]) => (
        <OnePart key={name} name={name} held={isObject(held) ? held : {}} />
      ))}
      {others.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('settings.part.others', { names: others.join(', ') })}
        </Text>
      )}
      {own.length === 0 && others.length === 0 && <Text size="xs">{t('settings.part.none')}</Text>}
    </Frame>
  );
}

function OnePart({ name, held }: { name: string; held: JsonObject }) {
  const scene = usePanel();
  const t = usePanelText();
  const path = ['parts', name];
  const [opened, toggle] = useFold(path);
  return (
    <Stack gap="xs" className="panel-item" role="group" aria-label={name} data-path={path.join('.')}>
      <button type="button" className="settings-link" aria-expanded={opened} onClick={toggle}>
        {typeof held.name === 'string' ? held.name : name}
      </button>
      {opened && (
        <PanelContext value={{ ...scene, type: 'part' }}>
          {PART_FIELDS.map((field) => (
            <FieldView key={field.name} field={field} at={path} holder={held} />
          ))}
          <div>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => scene.change(path, undefined)}>
              {t('panel.remove', { what: name })}
            </Button>
          </div>
        </PanelContext>
      )}
    </Stack>
  );
}

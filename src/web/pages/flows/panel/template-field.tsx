import { isInvite } from '../../../../flows/template.ts';
import { type FieldProps, usePanel } from './panel-scene.ts';
import { ChoiceField } from './plain-fields.tsx';

/** A message template. */
export function TemplateField(props: FieldProps & { use: 'invite' | 'template' }) {
  const { library } = usePanel();
  const fitting = library.templates.filter((template) => isInvite(template) === (props.use === 'invite'));
  return <ChoiceField {...props} choices={fitting.map(({ name }) => name)} wordOf={(name) => name} />;
}

import type { JsonPath } from '../../../../flows/edit/json.ts';
import { usePanel } from '../panel/panel-scene.ts';
import { usePanelText } from '../panel/words/panel-text.tsx';

/** Places of the flow, each with a jump. */
export function PlaceList({ label, places }: { label: string; places: readonly JsonPath[] }) {
  const { openPlace } = usePanel();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is scrolled by keyboard as well
    <ul className="settings-places" aria-label={label} tabIndex={0}>
      {places.map((path) => (
        <li key={path.join('.')}>
          <button type="button" className="settings-link" onClick={() => openPlace?.(path)}>
            <PlaceName path={path} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A place as people know it: the step and the field, or the setting. */
function PlaceName({ path }: { path: JsonPath }) {
  const t = usePanelText();
  const isStep = path[1] === 'steps' && path.length > 2;
  const inside = isStep ? path.slice(3) : path;
  const where = inside.map((part) => (typeof part === 'number' ? String(part + 1) : part)).join(' › ');
  return <>{isStep ? [t('settings.step', { step: String(path[2]) }), where].filter(Boolean).join(': ') : where}</>;
}

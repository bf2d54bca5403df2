import { useState } from 'react';
import type { JsonPath } from '../../../../flows/edit/json.ts';
import { usePanel } from './panel-scene.ts';

/** Is a part of the form open? It opens by itself when a place inside is looked for; without a path, when told so alone. */
export function useFold(path: JsonPath, startsOpen = false): readonly [opened: boolean, toggle: () => void] {
  const { wanted, readOnly } = usePanel();
  const [opened, setOpened] = useState(startsOpen);
  const [seen, setSeen] = useState<JsonPath>();
  if (wanted !== seen) {
    setSeen(wanted);
    if (wanted && path.length > 0 && path.every((part, at) => wanted[at] === part)) setOpened(true);
  }
  // Who may only look finds nothing to press inside a form.
  return [opened || (readOnly && path.length > 0), () => setOpened(!opened)];
}

import { type RefObject, useEffect, useRef } from 'react';
import type { JsonPath } from '../../../../flows/edit/json.ts';

const CONTROLS = 'input, select, textarea, button, summary, [tabindex="0"], [contenteditable="true"]';

/** Brings the field of a place into view and puts the keyboard there; what it stands in is opened. */
export function useWantedPlace(wanted: JsonPath | undefined): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    // Some editors are loaded when they are first needed.
    let tries = 20;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const found = box.current && fieldAt(box.current, wanted);
      if (found?.isWhole || (found && tries <= 0)) goTo(found.field);
      else if (tries > 0) {
        tries -= 1;
        timer = setTimeout(look, 25);
      }
    };
    look();
    return () => clearTimeout(timer);
  }, [wanted]);
  return box;
}

/** The field of the place, or of the nearest place around it. */
function fieldAt(box: HTMLElement, path: JsonPath): { readonly field: HTMLElement; readonly isWhole: boolean } | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const place = path.slice(0, length).join('.');
    const field = [...box.querySelectorAll<HTMLElement>('[data-path]')].find((each) => each.dataset.path === place);
    if (field) return { field, isWhole: length === path.length };
  }
  return undefined;
}

function goTo(field: HTMLElement): void {
  for (let around = field.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
  const control = field.matches(CONTROLS) ? field : (field.querySelector<HTMLElement>(`:is(${CONTROLS}):not([disabled])`) ?? field);
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: 'center' });
}

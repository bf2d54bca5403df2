import { useEffect } from 'react';
import { useText } from '../../messages/language.tsx';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const EDITABLE = 'input, textarea, select, [contenteditable="true"], [role="radiogroup"]';

/** The twelve keys; while a call is on, the computer's own digits, * and # do the same wherever no field has the focus. */
export function Keypad({ enabled, onKey }: { enabled: boolean; onKey: (key: string) => void }) {
  const t = useText();
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
      if (elsewhere || !/^[0-9*#]$/.test(event.key) || (event.target instanceof Element && event.target.closest(EDITABLE))) return;
      event.preventDefault();
      onKey(event.key);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled, onKey]);
  return (
    <fieldset className="keypad" aria-label={t('phone.keypad')}>
      {KEYS.map((key) => (
        <button key={key} type="button" disabled={!enabled} aria-label={t('phone.key', { key })} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}

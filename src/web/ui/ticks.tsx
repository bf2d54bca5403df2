import { useText } from '../messages/language.tsx';
import { Icon } from './icon.tsx';

export type TickState = 'requested' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** How far a message has come: a clock, one tick, two ticks, two bold ticks, or a warning; in words for who can't see it. */
export function Ticks({ state }: { state: TickState }) {
  const t = useText();
  const label = t(`ticks.${state}`);
  if (state === 'failed' || state === 'requested' || state === 'sending') {
    return (
      <span className="ticks" data-state={state} role="img" aria-label={label} title={label}>
        <Icon name={state === 'failed' ? 'warning' : 'clock'} size={13} />
      </span>
    );
  }
  return (
    <span className="ticks" data-state={state} role="img" aria-label={label} title={label}>
      <svg width={state === 'sent' ? 12 : 18} height="12" viewBox={state === 'sent' ? '0 0 12 12' : '0 0 18 12'} aria-hidden="true">
        <path d="m1 6.500 3.200 3.200L10.500 2.500" fill="none" stroke="currentColor" strokeWidth={state === 'read' ? 2.2 : 1.6} />
        {state !== 'sent' && (
          <path d="m8 8.700 1 1L15.500 2.500" fill="none" stroke="currentColor" strokeWidth={state === 'read' ? 2.2 : 1.6} />
        )}
      </svg>
    </span>
  );
}

import type { CallView, SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';

interface Props {
  readonly state: SandboxState;
  readonly from: string;
  readonly onChoose: (from: string) => void;
}

/** The people of the page who are on the phone, and whoever is chosen: each a line of their own. */
export function Lines({ state, from, onChoose }: Props) {
  const t = useText();
  const live = new Map<string, CallView>();
  for (const call of state.calls)
    if (call.state !== 'ended' && call.direction === 'inbound' && !live.has(call.from)) live.set(call.from, call);
  const shown = state.callers.filter((caller) => caller.from === from || live.has(caller.from));
  if (shown.length < 2) return null;
  return (
    <nav className="lines" aria-label={t('lines.title')}>
      {shown.map((caller) => {
        const call = live.get(caller.from);
        const doing = call ? t(`call.${call.state}`) : t('call.none');
        return (
          <button
            key={caller.from}
            type="button"
            aria-current={caller.from === from ? 'true' : undefined}
            onClick={() => onChoose(caller.from)}
          >
            <span>{t(`caller.${caller.kind}`)}</span>
            <small>{call?.queue ? t('lines.position', { state: doing, position: call.queue.position }) : doing}</small>
          </button>
        );
      })}
    </nav>
  );
}

import type { AgentBoard } from './agent-board.ts';
import type { DeskSettings } from './desk-settings.ts';
import type { OpeningHours } from './opening-hours.ts';

interface Deps {
  readonly deskSettings: Pick<DeskSettings, 'setOpeningHours'>;
  readonly board: Pick<AgentBoard, 'signal'>;
}

/** Sets when the desk is usually staffed, and tells the desks; without any hours it is not set. Takes hours that were checked. */
export async function changeOpeningHours({ deskSettings, board }: Deps, { timeZone, days }: OpeningHours): Promise<OpeningHours> {
  const open = Object.entries(days).filter(([, spans]) => spans.length > 0);
  const hours = { timeZone, days: Object.fromEntries(open.map(([day, spans]) => [day, spans.toSorted()])) };
  await deskSettings.setOpeningHours(open.length > 0 ? hours : undefined);
  await board.signal({ kind: 'agents' });
  return hours;
}

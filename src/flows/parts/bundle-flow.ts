import type { Calendar } from '../calendar.ts';
import { calendarsNamed } from '../calendar-uses.ts';
import type { Flow, Part } from '../flow.ts';

/** Calendars and parts that lie beside the flows and that each of them may use. */
export interface FlowLibrary {
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly parts: Readonly<Record<string, Part>>;
}

export const EMPTY_LIBRARY: FlowLibrary = { calendars: {}, parts: {} };

/**
 * The flow with what it uses of the library put into it, so that a release holds all that it does. What the flow itself
 * has under the same name goes before. Pure.
 */
export function bundleFlow(flow: Flow, library: FlowLibrary): Flow {
  const parts: Record<string, Part> = { ...flow.parts };
  const open = [...partsRun(flow), ...Object.values(parts).flatMap(partsRun)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const found = library.parts[name];
    if (Object.hasOwn(parts, name) || !found) continue;
    parts[name] = found;
    open.push(...partsRun(found));
  }
  const calendars: Record<string, Calendar> = { ...flow.calendars };
  for (const name of calendarsNamed([flow.call, flow.chat, parts])) {
    const found = library.calendars[name];
    if (!Object.hasOwn(calendars, name) && found) calendars[name] = found;
  }
  return {
    ...flow,
    ...(Object.keys(calendars).length > 0 && { calendars }),
    ...(Object.keys(parts).length > 0 && { parts }),
  };
}

function partsRun({ call, chat }: Pick<Part, 'call' | 'chat'>): string[] {
  return [call, chat].flatMap((side) => Object.values(side?.steps ?? {}).flatMap((step) => (step.type === 'run' ? [step.part] : [])));
}

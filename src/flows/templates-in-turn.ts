import type { Template } from './template.ts';

/**
 * The templates to try for an invite, in their order: the one that is meant for the hour instead of the named one, then
 * its reserves, each once. `time`: "HH:MM" in the time zone of the flow. Pure.
 */
export function templatesInTurn(byName: ReadonlyMap<string, Template>, name: string, time: string): readonly Template[] {
  const found: Template[] = [];
  const add = (next: string | undefined) => {
    for (let template = next === undefined ? undefined : byName.get(next); template && !found.includes(template); ) {
      found.push(template);
      template = template.reserve === undefined ? undefined : byName.get(template.reserve);
    }
  };
  add(byName.get(name)?.hours?.find(({ from, to }) => isWithin(time, from, to))?.template);
  add(name);
  return found;
}

/** From an hour to another, across midnight when the second is the smaller. */
function isWithin(time: string, from: string, to: string): boolean {
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** The names of the calendars that something asks: hours steps and conditions such as hours.office.open, at any depth. Pure. */
export function calendarsNamed(value: unknown): Set<string> {
  const names = new Set<string>();
  collect(value, names);
  return names;
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value === 'string') {
    for (const [, name = ''] of value.matchAll(/\bhours\s*\.\s*([a-z][a-zA-Z0-9]*)/g)) names.add(name);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  // An hours step, or the promise of tickets.
  const asks = ('type' in value && value.type === 'hours') || 'counted' in value;
  if (asks && 'calendar' in value && typeof value.calendar === 'string') names.add(value.calendar);
  for (const child of Object.values(value)) collect(child, names);
}

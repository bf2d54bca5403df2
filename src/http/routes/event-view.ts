import type { DomainEvent } from '../../base/events.ts';
import type { EventView } from '../contract/journeys.ts';

/** An event as the API shows it: as it stands, with its data as a plain object. */
export function eventView({ data, ...event }: DomainEvent): EventView {
  return data === undefined ? event : { ...event, data: { ...data } };
}

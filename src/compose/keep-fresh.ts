import type { Logger } from '../base/log.ts';
import type { FlowNews, FlowNewsItem } from '../flows/studio/flow-news.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import type { TwilioCarrier } from '../providers/twilio/carrier.ts';
import type { Templates } from './invite-catalogue.ts';
import type { Metrics } from './metrics.ts';
import type { OpenShelf } from './open-shelf.ts';
import type { OpenTables } from './open-tables.ts';
import type { WatchedOutlook } from './watch-outlook.ts';
import type { WatchedSenders } from './watch-senders.ts';

interface Kept {
  readonly shelf: OpenShelf;
  readonly tables: OpenTables;
  readonly templates: Templates;
  readonly notes: CallNotes;
  readonly carrier: Pick<TwilioCarrier, 'circuit'>;
  readonly flowNews: Pick<FlowNews, 'listen'>;
}

/** Looks again, now and then, at what others change: templates at the carrier, releases by other processes, pending notes. Returns what ends it. */
export function keepFresh(log: Logger, { shelf, tables, templates, notes, carrier, flowNews }: Kept): () => void {
  const every = (ms: number, failure: string, work: () => Promise<void>) =>
    setInterval(() => {
      work().catch((error) => log.warn({ err: error }, failure));
    }, ms).unref();
  const timers = [
    every(60_000, 'the states of the templates could not be read', () => templates.refresh()),
    // While nothing is offered nothing is sent: somebody has to find out that the carrier is back.
    every(5_000, 'the carrier is still away', async () => {
      if (carrier.circuit !== 'closed') await templates.refresh();
    }),
    every(5_000, 'releases could not be read', () => shelf.refresh()),
    every(5_000, 'tables could not be read', () => tables.refresh()),
    every(1_000, 'notes of calls could not be written', () => notes.flush()),
  ];
  const forget = followNews(log, shelf, flowNews);
  const forgetTables = followTables(log, tables, flowNews);
  return () => {
    forget();
    forgetTables();
    timers.forEach(clearInterval);
  };
}

/** Has the shelf follow what is published, moved or assigned anywhere, at once; the look every five seconds is the net. Returns what ends it. */
export function followNews(log: Logger, shelf: Pick<OpenShelf, 'refresh'>, flowNews: Pick<FlowNews, 'listen'>): () => void {
  return flowNews.listen(({ kind }) => {
    if (!CHANGES_SERVICE.includes(kind)) return;
    shelf.refresh().catch((error) => log.warn({ err: error }, 'releases could not be read'));
  });
}

/** Has calls read what is written into tables anywhere, at once. Returns what ends it. */
export function followTables(log: Logger, tables: Pick<OpenTables, 'refresh'>, flowNews: Pick<FlowNews, 'listen'>): () => void {
  return flowNews.listen(({ kind }) => {
    if (kind !== 'table-changed' && kind !== 'missed') return;
    tables.refresh().catch((error) => log.warn({ err: error }, 'tables could not be read'));
  });
}

const CHANGES_SERVICE: readonly FlowNewsItem['kind'][] = ['alias-moved', 'released', 'numbers', 'missed'];

/** Figures that are read when they are asked for. */
export function watchFigures(
  metrics: Metrics,
  parts: {
    readonly notes: CallNotes;
    readonly carrier: TwilioCarrier;
    readonly outlook: WatchedOutlook;
    readonly senders: WatchedSenders;
    readonly limit: () => number | undefined;
  },
): void {
  const { notes, carrier, outlook, senders, limit } = parts;
  metrics.watch('relevo_call_notes_pending', 'Notes of calls that wait for the store.', () => notes.pending);
  metrics.watch('relevo_carrier_circuit_open', '1 while requests to the carrier are held back.', () =>
    carrier.circuit === 'closed' ? 0 : 1,
  );
  metrics.watch('relevo_desk_agents_present', 'Agents at the desk.', () => outlook.current().desk.agentsPresent);
  metrics.watch('relevo_desk_chats_waiting', 'Chats that wait for a human.', () => outlook.current().desk.waiting);
  metrics.watch('relevo_senders_stopped', 'Senders from which nothing is begun.', () => senders.stops().length);
  metrics.watch('relevo_templates_held', 'Wordings that are left alone after a refusal.', () => senders.holds());
  metrics.watch(
    'relevo_messaging_limit_used',
    'People with whom the WhatsApp sender began a conversation in the last day.',
    () => senders.outlook().usedToday ?? 0,
  );
  metrics.watch('relevo_messaging_limit_left', 'With how many more it may; NaN where the limit is not known.', () => {
    const most = limit();
    return most === undefined ? Number.NaN : Math.max(0, most - (senders.outlook().usedToday ?? 0));
  });
}

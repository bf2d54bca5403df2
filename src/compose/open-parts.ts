import { join } from 'node:path';
import { type FirstUsers, prepareFirstUsers } from '../access/prepare-first-users.ts';
import type { TwilioConfig } from '../config.ts';
import { nextCallHour } from '../handoff/call-hour.ts';
import type { WebhookWire } from '../http/webhook-wire.ts';
import type { CallDeps } from '../ivr/call-deps.ts';
import { type CallNotes, createCallNotes, type HeldNotes } from '../ivr/call-notes.ts';
import type { TwilioCarrier } from '../providers/twilio/carrier.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Ground } from './ground.ts';
import { createTemplates, type Templates } from './invite-catalogue.ts';
import type { Listener } from './listen.ts';
import { type Chats, openChats } from './open-chats.ts';
import { type Entries, openEntries } from './open-entries.ts';
import { type OpenOffers, openOffers } from './open-offers.ts';
import { type OpenShelf, openShelf } from './open-shelf.ts';
import { openStores, type Stores } from './open-stores.ts';
import { type OpenTables, openTables } from './open-tables.ts';
import { businessOf, callDeps, countFault, createCarrier, localTimeOf, openOutlook, openSenders } from './service-parts.ts';
import type { WatchedOutlook } from './watch-outlook.ts';
import type { WatchedSenders } from './watch-senders.ts';

/** What is there before the store is. */
export interface Opening {
  readonly secretKey: string;
  readonly twilio: TwilioConfig;
  readonly wire: WebhookWire;
  readonly listener: Listener;
  /** The carrier emulator, in sandbox mode. */
  readonly sandbox: Sandbox | undefined;
  /** Of the calls that came before the store was there. */
  readonly earlyNotes: HeldNotes;
  /** What gives back what was opened, in the order of its running: the store goes last. */
  readonly closers: (() => Promise<void> | void)[];
}

/** Every part of a service that is open, on its store. */
export interface Parts extends Opening {
  readonly stores: Stores;
  readonly shelf: OpenShelf;
  readonly tables: OpenTables;
  readonly carrier: TwilioCarrier;
  readonly senders: WatchedSenders;
  readonly templates: Templates;
  readonly outlook: WatchedOutlook;
  readonly offers: OpenOffers;
  readonly calls: CallDeps;
  readonly notes: CallNotes;
  readonly entries: Entries;
  readonly chats: Chats;
  readonly firstUsers: FirstUsers;
}

/** Opens the store and, on it, every part. What must be given back is added to the closers as it is opened. */
export async function openParts(ground: Ground, opening: Opening): Promise<Parts> {
  const { config, clock, log } = ground;
  const { closers, sandbox } = opening;
  const stores = await openStores({ ...ground, secretKey: opening.secretKey, lost: lostBy(ground), ...perSecond(ground) });
  closers.push(() => stores.close());
  const folder = { clock, log, flowsFolder: ground.flowsFolder };
  const tables = await openTables({ ...stores, ...folder });
  const shelf = await openShelf({ ...stores, ...folder, tables: () => tables.shapes(), defaultFlow: config.defaultFlow });
  const carrier = createCarrier(ground, opening.twilio);
  const senders = await openSenders(ground, stores);
  closers.unshift(() => senders.stop());
  const templates = createTemplates({
    files: shelf.folder.templates,
    contents: carrier.contents,
    log,
    businessOf: businessOf(shelf),
    holdOf: (templateId) => senders.hold(templateId),
    localTime: localTimeOf(clock, shelf),
    memory: stores.templateMemory,
  });
  const outlook = await openOutlook(ground, stores, tables);
  closers.unshift(() => outlook.stop());
  const offers = await openOffers(ground, { stores, carrier, templates, senders, twilio: opening.twilio });
  closers.unshift(() => offers.watched.stop());
  const calls = callDeps(ground, { stores, shelf, outlook, listener: opening.listener, offers });
  const notes = createCallNotes(calls);
  opening.earlyNotes.passTo(notes);
  closers.splice(-1, 0, () => notes.finish());
  const entries = openEntries({ ground, stores, shelf, templates, outlook, offers: offers.ground });
  const chats = openChats({
    ...ground,
    stores,
    shelf,
    carrier,
    templates,
    mediaFolder: join(ground.flowsFolder, 'media'),
    outlook,
    runRequest: calls.runRequest,
    stepFailed: countFault(ground, stores),
    nextCallHour: (place, fromMs) => nextCallHour(offers.watched.rules(), place, fromMs),
  });
  closers.unshift(() => chats.close());
  const firstUsers = await prepareFirstUsers({ ...stores, random: ground.random }, { sandbox: sandbox !== undefined });
  const { fromSandbox } = firstUsers;
  if (fromSandbox.length > 0) log.warn({ users: fromSandbox.length }, 'users who were added in the sandbox can still sign in');
  await (sandbox ? templates.push() : templates.refresh());
  return { ...opening, stores, tables, shelf, carrier, senders, templates, outlook, offers, calls, notes, entries, chats, firstUsers };
}

function lostBy({ log, options }: Ground): (problem: Error) => void {
  return (problem) => {
    log.error({ err: problem }, 'the service can not go on and ends');
    options.lost?.(problem);
  };
}

function perSecond({ options }: Ground): { readonly messagesPerSecond?: number } {
  return options.messagesPerSecond === undefined ? {} : { messagesPerSecond: options.messagesPerSecond };
}

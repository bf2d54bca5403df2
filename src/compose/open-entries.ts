import { AppError } from '../base/errors.ts';
import type { DomainEvent } from '../base/events.ts';
import type { CreateInviteDeps, TemplateCheck } from '../entries/create-invite.ts';
import { tellStatus } from '../entries/tell-status.ts';
import { postOutside } from '../flows/post-outside.ts';
import { isInvite, missingValues } from '../flows/template.ts';
import type { OfferGround } from '../handoff/check-eligibility.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { deliver } from '../outbound/deliver.ts';
import type { Delivery } from '../outbound/delivery.ts';
import type { Ground } from './ground.ts';
import type { Templates } from './invite-catalogue.ts';
import type { OpenShelf } from './open-shelf.ts';
import type { Stores } from './open-stores.ts';
import type { WatchedOutlook } from './watch-outlook.ts';

/** How long an endpoint of somebody else's may take to answer, ms. */
const POST_TIMEOUT_MS = 10_000;
/** As long as a real token: a check is no invite. */
const NO_TOKEN = 'x'.repeat(40);

export interface EntryGround {
  readonly ground: Ground;
  readonly stores: Stores;
  readonly shelf: OpenShelf;
  readonly templates: Templates;
  readonly outlook: WatchedOutlook;
  readonly offers: OfferGround;
}

/** The other doors: invites from other IVRs and who is told what becomes of them. */
export interface Entries {
  readonly invites: CreateInviteDeps;
  /** Tells what happened; true if the event was one that is told. */
  entryEvent(event: DomainEvent): Promise<boolean>;
  deliver(delivery: Delivery): Promise<void>;
}

export function openEntries({ ground, stores, shelf, templates, outlook, offers }: EntryGround): Entries {
  const { clock, random, log, config } = ground;
  const post = (message: Parameters<typeof postOutside>[1]) =>
    postOutside({ allowHosts: config.requestAllowHosts, timeoutMs: POST_TIMEOUT_MS }, message);
  return {
    invites: {
      ...stores,
      clock,
      random,
      sender: ground.whatsappFrom,
      flows: { forNumber: (number) => shelf.forNumber(number), byId: (id) => shelf.serving().get(id)?.published },
      desk: () => outlook.current().desk,
      offers,
      log,
      checkTemplate: (handoff) => checkTemplate(templates, handoff),
    },
    entryEvent: (event) => tellStatus({ ...stores, clock }, event),
    deliver: (delivery) => deliver({ ...stores, clock, log, post }, delivery),
  };
}

/** Whether this invite could be written now, and what is missing if not. */
function checkTemplate(templates: Templates, handoff: Handoff): TemplateCheck {
  const template = templates.files.find(({ name }) => name === handoff.template);
  if (!template || !isInvite(template)) return { kind: 'unavailable', code: 'template-missing' };
  // Its reserve would go out in its place; who asked for it is told instead.
  if (template.revealsCall && handoff.numberSource === 'typed') return { kind: 'unavailable', code: 'template-reveals-call' };
  const declared = new Set(template.variables.map(({ name }) => name).filter((name) => name !== 'business' && name !== 'token'));
  const unknown = Object.keys(handoff.values ?? {}).filter((name) => !declared.has(name));
  if (unknown.length > 0) return { kind: 'values-unknown', names: unknown };
  const given = { ...handoff.card.variables, ...handoff.values, business: 'x', token: NO_TOKEN };
  const missing = missingValues(template, handoff.language, given);
  if (missing.length > 0) return { kind: 'values-missing', names: missing };
  try {
    return templates.inviteFor(handoff, NO_TOKEN);
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unavailable', code: 'template-missing' };
    throw error;
  }
}

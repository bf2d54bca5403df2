import type { TwilioConfig } from '../config.ts';
import type { OfferGround } from '../handoff/check-eligibility.ts';
import { createInviteGuard, type InviteGuard } from '../handoff/guard-invite.ts';
import type { SenderGate } from '../handoff/invite-ports.ts';
import { OFFERS_STOPPED, stopOffers } from '../handoff/stop-offers.ts';
import type { TwilioCarrier } from '../providers/twilio/carrier.ts';
import { askLineType } from '../providers/twilio/line-type.ts';
import { createRestClient } from '../providers/twilio/rest-client.ts';
import type { OfferStop } from '../rules/budgets.ts';
import type { Ground } from './ground.ts';
import type { Templates } from './invite-catalogue.ts';
import type { Stores } from './open-stores.ts';
import { type WatchedRules, watchRules } from './watch-rules.ts';
import type { WatchedSenders } from './watch-senders.ts';

/** The rules of the offer, what they look at, and the guard before the sending. */
export interface OpenOffers {
  readonly ground: OfferGround;
  readonly guard: InviteGuard;
  readonly gate: SenderGate;
  readonly watched: WatchedRules;
}

/** A caller waits for a look-up: it is given up when no rule may wait longer. Milliseconds. */
const LOOK_UP_TIMEOUT_MS = 1_500;

interface OfferParts {
  readonly stores: Stores;
  readonly carrier: TwilioCarrier;
  readonly templates: Templates;
  readonly senders: WatchedSenders;
  readonly twilio: TwilioConfig;
}

export async function openOffers(ground: Ground, { stores, carrier, templates, senders, twilio }: OfferParts): Promise<OpenOffers> {
  const { log, clock, whatsappFrom } = ground;
  const { budgets, store } = stores;
  const watched = await watchRules({ log, store, budgets, readSender: () => carrier.readSender(whatsappFrom) });
  // Not waited for: what is not known yet speaks against nothing.
  watched.refreshSender().catch((error) => log.warn({ err: error }, 'the state of the sender could not be read'));
  // A circuit of its own: look-ups that fail must not hold back messages.
  const lookUps = createRestClient({
    accountSid: twilio.accountSid,
    authToken: twilio.authTokens[0] ?? '',
    timeoutMs: LOOK_UP_TIMEOUT_MS,
    log,
    onRequest: ({ operation, outcome, durationMs }) => ground.metrics.carrierAsked(operation, outcome, durationMs / 1000),
    ...(twilio.apiUrl && { apiUrl: twilio.apiUrl }),
  });
  const { rules, stops } = watched;
  const stopNow = (stop: OfferStop) => {
    stopOffers({ store, clock, budgets }, stop, 'guard')
      .then((isNews) => {
        if (isNews) log.error({ scope: stop.scope, why: stop.why, pii: { stop: stop.id } }, OFFERS_STOPPED);
        return watched.refresh();
      })
      .catch((error) => log.error({ err: error, scope: stop.scope }, 'offers could not be stopped'));
  };
  return {
    watched,
    gate: {
      isStopped: senders.isStopped,
      admit: (sender, recipient) => {
        const limit = sender === whatsappFrom ? watched.sender().limitPerDay : undefined;
        return stores.carrierBoard.admit(sender, recipient, { nowMs: clock.nowMs(), ...(limit !== undefined && { limit }) });
      },
    },
    guard: createInviteGuard({ clock, log, budgets, rules, stops, store }),
    ground: {
      rules,
      stops,
      budgets: stores.line.budgets,
      stopNow,
      sending: () => ({ circuit: carrier.circuit, sender: { ...watched.sender(), ...senders.outlook() } }),
      template: (name, language) => templates.outlookOf(name, language),
      lines: { cache: stores.line.lineCache, ask: (e164) => askLineType(lookUps, e164), log },
    },
  };
}

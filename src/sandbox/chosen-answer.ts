import type { Request, Response } from 'express';
import type { Behaviour } from '../http/contract/sandbox-carrier.ts';
import { RestError, sendRestError } from './rest-error.ts';
import { later, type World } from './world.ts';

type Respond = (request: Request, response: Response) => void;

/** What a behaviour makes of the answer to a request. `undefined`: the usual answer. */
export interface ChosenAnswer {
  /** Is done what was asked for? */
  readonly created: boolean;
  readonly respond: Respond;
}

const silent: Respond = () => {};
const reset: Respond = (request) => void request.socket.destroy();
const garbled: Respond = (_request, response) => void response.status(200).type('html').send('<html><body>Please wait.</body></html>');
const rateLimited: Respond = (_request, response) => sendRestError(response, new RestError(429, 20429));
const serverError: Respond = (_request, response) => sendRestError(response, new RestError(500, 20500));

const ANSWERS: Partial<Record<Behaviour['kind'], ChosenAnswer>> = {
  'rate-limited': { created: false, respond: rateLimited },
  'server-error': { created: false, respond: serverError },
  'timeout-created': { created: true, respond: silent },
  'timeout-not-created': { created: false, respond: silent },
  'reset-created': { created: true, respond: reset },
  'reset-not-created': { created: false, respond: reset },
  'garbled-created': { created: true, respond: garbled },
  'garbled-not-created': { created: false, respond: garbled },
};

/** The answer that was chosen; one that refuses takes as long as was chosen too. */
export function chosenAnswer(world: World, behaviour: Behaviour | undefined): ChosenAnswer | undefined {
  if (!behaviour) return undefined;
  const chosen = behaviour.kind === 'refuse' ? { created: false, respond: refusal(behaviour) } : ANSWERS[behaviour.kind];
  const waitMs = (behaviour.delaySeconds ?? 0) * 1000;
  if (!chosen || chosen.created || waitMs === 0) return chosen;
  return { created: false, respond: (request, response) => void later(world, waitMs, () => chosen.respond(request, response)) };
}

/** With a code of the carrier's, or with nothing but a status, as what stands before the carrier answers. */
function refusal({ code, status }: Behaviour): Respond {
  if (code === undefined)
    return (_request, response) =>
      void response
        .status(status ?? 400)
        .type('text')
        .end();
  return (_request, response) => sendRestError(response, new RestError(status ?? STATUS_OF[code] ?? 400, Number(code)));
}

/** Codes that come with another status than 400. Source: https://www.twilio.com/docs/api/errors and the code */
const STATUS_OF: Readonly<Record<string, number>> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503, 21611: 429 };

/** Trouble that may be chosen for a look-up, as it is for a message. */
export function answerTrouble(trouble: 'not-found' | 'rate-limited' | 'server-error' | 'silent' | 'reset'): Respond {
  if (trouble === 'not-found') return (_request, response) => sendRestError(response, new RestError(404, 20404));
  return { 'rate-limited': rateLimited, 'server-error': serverError, silent, reset }[trouble];
}

import { type Request, type Response, Router } from 'express';
import { takeOwnBehaviour } from './behaviour.ts';
import type { Call, DocumentRequest } from './call.ts';
import { chosenAnswer } from './chosen-answer.ts';
import type { PostWebhook } from './fetch-document.ts';
import { type Form, formOf, value, values } from './form-body.ts';
import { type Outgoing, placeCall } from './outbound-call.ts';
import { RestError } from './rest-error.ts';
import { legacyPage, rfc2822, VERSION } from './rest-format.ts';
import type { World } from './world.ts';

const MAX_TWIML = 4000;
const PARTS = [
  'events',
  'notifications',
  'payments',
  'recordings',
  'siprec',
  'streams',
  'transcriptions',
  'user_defined_message_subscriptions',
  'user_defined_messages',
];

/** Calls, below `/2010-04-01/Accounts/{AC}`: place, list, fetch, and change while they run. */
export function callRoutes(world: World, post: PostWebhook): Router {
  const router = Router();
  router.post('/Calls.json', (request, response) => create(world, post, request, response));
  router.get('/Calls.json', (request, response) => {
    const query = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    const wanted = (call: Call) =>
      (!query.has('To') || call.to === query.get('To')) &&
      (!query.has('From') || call.from === query.get('From')) &&
      (!query.has('Status') || call.status === query.get('Status'));
    const calls = [...world.calls.values()].filter(wanted).reverse();
    response.json(legacyPage(request, 'calls', calls, (call) => callResource(world, call)));
  });
  router.get('/Calls/:sid.json', (request, response) => {
    response.json(callResource(world, callOf(world, request)));
  });
  router.post('/Calls/:sid.json', (request, response) => {
    const call = callOf(world, request);
    updateCall(world, call, formOf(request));
    response.json(callResource(world, call));
  });
  return router;
}

/** As for messages, some troubles chosen for the number swallow the answer, or what was asked. */
function create(world: World, post: PostWebhook, request: Request, response: Response): void {
  const wanted = readOutgoing(world, formOf(request));
  const chosen = chosenAnswer(world, takeOwnBehaviour(world, wanted.to));
  const call = chosen?.created === false ? undefined : placeCall(world, post, wanted);
  if (chosen) chosen.respond(request, response);
  else if (call) response.status(201).json(callResource(world, call));
}

const EVENTS = ['initiated', 'ringing', 'answered', 'completed'];
const DEFAULT_RING_SECONDS = 60;

/** Source: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
function readOutgoing(world: World, form: Form): Outgoing {
  const to = value(form, 'To');
  const from = value(form, 'From');
  if (to === undefined) throw new RestError(400, 21201, "No 'To' number is specified");
  if (!/^\+[1-9]\d{6,14}$|^sips?:\S+@\S+$|^client:\S+$/i.test(to)) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (from === undefined) throw new RestError(400, 21213, "No 'From' number is specified");
  const own = [...world.account.entryNumbers, world.account.smsFrom, world.account.whatsappFrom];
  if (!own.includes(from)) throw new RestError(400, 21210, `'From' phone number not verified: ${from}`);
  const statusCallback = value(form, 'StatusCallback');
  const fallbackUrl = value(form, 'FallbackUrl');
  const wanted = values(form, 'StatusCallbackEvent').flatMap((events) => events.split(/\s+/));
  if (wanted.some((event) => !EVENTS.includes(event))) throw new RestError(400, 21626, 'Invalid StatusCallbackEvent');
  const seconds = Number(value(form, 'Timeout') ?? DEFAULT_RING_SECONDS);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600) throw new RestError(400, 21218, 'Timeout is a whole number up to 600.');
  return {
    from,
    to,
    request: readDivert(form),
    timeoutMs: seconds * 1000,
    events: wanted.length > 0 ? wanted : ['completed'],
    ...(statusCallback !== undefined && { statusCallback }),
    ...(fallbackUrl !== undefined && { fallbackUrl }),
  };
}

function callOf(world: World, request: Request): Call {
  const call = world.calls.get(String(request.params.sid));
  if (!call) throw new RestError(404, 20404, `The requested resource ${request.originalUrl.split('?')[0]} was not found`);
  return call;
}

/** Source: https://www.twilio.com/docs/voice/api/call-resource */
function updateCall(world: World, call: Call, form: Form): void {
  if (call.state === 'ended') throw new RestError(400, 21220);
  const status = value(form, 'Status');
  if (status === 'completed' || (status === 'canceled' && (call.status === 'ringing' || call.status === 'queued'))) {
    call.line.send({ kind: 'hangup', by: 'service' });
    return;
  }
  if (status !== undefined) throw new RestError(400, 20001, `Status ${status} is not possible for this call.`);
  const request = readDivert(form);
  if (call.status !== 'in-progress') throw new RestError(400, 21220);
  const fallbackUrl = value(form, 'FallbackUrl');
  const statusCallback = value(form, 'StatusCallback');
  if (fallbackUrl !== undefined) call.fallbackUrl = fallbackUrl;
  if (statusCallback !== undefined) call.statusCallback = statusCallback;
  call.line.send({ kind: 'divert', request, fromQueue: false });
  world.changes.announce();
}

/** `Url` or `Twiml`; with both, `Twiml` is ignored. Relative addresses within `Twiml` are refused when they are met. */
function readDivert(form: Form): DocumentRequest {
  const url = value(form, 'Url');
  const twiml = value(form, 'Twiml');
  if (url !== undefined) return readUrl(url, value(form, 'Method'));
  if (twiml === undefined) throw new RestError(400, 21218, 'Url, Twiml or Status is required.');
  if (twiml.length > MAX_TWIML) throw new RestError(400, 20001, `Twiml has more than ${MAX_TWIML} characters.`);
  return { url: '', method: 'POST', parameters: {}, inline: twiml };
}

/** The absolute address of a document. Throws RestError 21205. */
export function readUrl(url: string, method: string | undefined): DocumentRequest {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new RestError(400, 21205, `Url is not a valid URL: ${url}`);
  return { url, method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST', parameters: {} };
}

function callResource(world: World, call: Call): Record<string, unknown> {
  const { accountSid } = world.account;
  const uri = `/${VERSION}/Accounts/${accountSid}/Calls/${call.sid}`;
  const started = rfc2822(call.startedAtMs);
  const duration =
    call.endedAtMs === undefined ? null : String(Math.round((call.endedAtMs - (call.answeredAtMs ?? call.endedAtMs)) / 1000));
  return {
    account_sid: accountSid,
    answered_by: null,
    api_version: VERSION,
    caller_name: null,
    date_created: started,
    date_updated: rfc2822(call.endedAtMs ?? call.answeredAtMs ?? call.startedAtMs),
    direction: call.direction,
    duration,
    end_time: call.endedAtMs === undefined ? null : rfc2822(call.endedAtMs),
    forwarded_from: call.extra.ForwardedFrom ?? null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: call.parentSid ?? null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: started,
    status: call.status,
    subresource_uris: Object.fromEntries(PARTS.map((part) => [part, `${uri}/${part}.json`])),
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

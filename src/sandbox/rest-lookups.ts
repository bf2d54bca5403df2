import { type Request, type Response, Router } from 'express';
import { canonicalPhone, type ParsedPhone, parsePhone } from '../base/phone.ts';
import type { LookupAnswer } from '../http/contract/sandbox-carrier.ts';
import { answerTrouble } from './chosen-answer.ts';
import { later, type World } from './world.ts';

const LINE_TYPES = { mobile: 'mobile', landline: 'landline', unknown: 'nonFixedVoip', unreachable: 'tollFree' } as const;
const PACKAGES = [
  'caller_name',
  'sim_swap',
  'call_forwarding',
  'line_status',
  'line_type_intelligence',
  'identity_match',
  'reassigned_number',
  'sms_pumping_risk',
  'phone_number_quality_score',
  'pre_fill',
] as const;
/** Lines that a network is told of. */
const OF_A_NETWORK: ReadonlySet<string> = new Set(['mobile', 'landline', 'fixedVoip', 'nonFixedVoip']);
const ASKED_KEPT = 10;

/** Look-ups of numbers: what follows from the number, or what was chosen for it. */
export function lookupRoutes(world: World): Router {
  const router = Router();
  router.get('/v2/PhoneNumbers/:number', (request, response) => answerLookup(world, request, response));
  return router;
}

/** Chooses for one number, or for all that have no choice of their own; null takes the choice back. */
export function setLookup(world: World, answer: LookupAnswer | null, number?: string): void {
  if (number === undefined) world.choices.lookup = answer ?? undefined;
  else if (answer === null) world.lookupByNumber.delete(canonicalPhone(number));
  else world.lookupByNumber.set(canonicalPhone(number), answer);
  world.changes.announce();
}

function answerLookup(world: World, request: Request, response: Response): void {
  const number = String(request.params.number);
  const country = typeof request.query.CountryCode === 'string' ? request.query.CountryCode : 'US';
  const fields = typeof request.query.Fields === 'string' ? request.query.Fields.split(',') : [];
  const phone = parsePhone(number, country);
  const chosen = (phone && world.lookupByNumber.get(canonicalPhone(phone.e164))) ?? world.choices.lookup ?? {};
  const found = chosen.valid === false ? undefined : phone;
  note(world, phone?.e164 ?? number, chosen.trouble ?? answered(chosen, found));
  const respond = chosen.trouble ? answerTrouble(chosen.trouble) : () => void response.json(resource(world, number, found, chosen, fields));
  if (chosen.delaySeconds) later(world, chosen.delaySeconds * 1000, () => respond(request, response));
  else respond(request, response);
}

function answered(chosen: LookupAnswer, phone: ParsedPhone | undefined): string {
  if (!phone) return 'invalid';
  return chosen.errorCode === undefined ? typeOf(chosen, phone) : String(chosen.errorCode);
}

function note(world: World, number: string, what: string): void {
  world.lookupsAsked.unshift({ atMs: world.scheduler.nowMs(), number, answered: what });
  world.lookupsAsked.length = Math.min(world.lookupsAsked.length, ASKED_KEPT);
  world.changes.announce();
}

/** An invalid number is a 200 with `valid: false`. Source: https://www.twilio.com/docs/lookup/v2-api */
function resource(world: World, number: string, phone: ParsedPhone | undefined, chosen: LookupAnswer, fields: readonly string[]): object {
  const nothing = Object.fromEntries(PACKAGES.map((name) => [name, null]));
  const e164 = phone?.e164 ?? number;
  return {
    calling_country_code: phone ? callingCode(phone.e164) : null,
    country_code: phone?.country ?? null,
    phone_number: e164,
    national_format: phone ? phone.e164.slice(1 + callingCode(phone.e164).length) : null,
    valid: phone !== undefined,
    validation_errors: phone ? [] : [whyInvalid(number)],
    ...nothing,
    ...(phone && fields.includes('line_type_intelligence') && { line_type_intelligence: lineType(chosen, phone) }),
    url: `${world.choices.restUrl}/v2/PhoneNumbers/${e164}`,
  };
}

function callingCode(e164: string): string {
  for (const length of [1, 2, 3]) {
    const code = e164.slice(1, 1 + length);
    if (
      code === '1' ||
      code === '7' ||
      (length === 2 && !/^(?:21|22|23|24|25|26|29|35|37|38|42|50|59|67|68|69|80|85|87|88|96|97|99)$/.test(code))
    )
      return code;
  }
  return e164.slice(1, 4);
}

function typeOf(chosen: LookupAnswer, phone: ParsedPhone): string {
  return chosen.type ?? LINE_TYPES[phone.type];
}

/** With an error of its own everything else in it is empty. Source: https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence */
function lineType(chosen: LookupAnswer, phone: ParsedPhone): Record<string, unknown> {
  const failed = chosen.errorCode !== undefined;
  const type = failed ? null : typeOf(chosen, phone);
  const mobile = type === 'mobile';
  return {
    error_code: chosen.errorCode ?? null,
    mobile_country_code: mobile ? '214' : null,
    mobile_network_code: mobile ? '07' : null,
    carrier_name: type !== null && OF_A_NETWORK.has(type) ? (chosen.carrier ?? 'Emulated Carrier') : null,
    type,
  };
}

function whyInvalid(number: string): string {
  const count = number.replace(/\D/g, '').length;
  if (count === 0) return 'NOT_A_NUMBER';
  if (count > 15) return 'TOO_LONG';
  return count < 8 ? 'TOO_SHORT' : 'INVALID_BUT_POSSIBLE';
}

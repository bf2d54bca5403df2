import type { LookedUpLine } from '../../channels/outlook.ts';
import type { RestClient } from './rest-client.ts';

const LINES: Readonly<Record<string, LookedUpLine>> = {
  mobile: 'mobile',
  personal: 'voip',
  nonFixedVoip: 'voip',
  fixedVoip: 'fixed-voip',
  landline: 'landline',
  tollFree: 'unreachable',
  premium: 'unreachable',
  sharedCost: 'unreachable',
  uan: 'unreachable',
  voicemail: 'unreachable',
  pager: 'unreachable',
};

interface Answered {
  readonly valid?: boolean;
  readonly lineTypeIntelligence?: {
    readonly type?: string | null;
    readonly error_code?: number | null;
    readonly errorCode?: number | null;
  } | null;
}

/**
 * Asks Lookup v2 for the line type, a paid request; undefined when it did not answer. A number that is none is a 200 with
 * `valid: false`; an error inside the package is "unknown". Source: https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence
 */
export async function askLineType(rest: RestClient, e164: string): Promise<LookedUpLine | undefined> {
  const answer = await rest.ask('look-up', (sdk) => sdk.lookups.v2.phoneNumbers(e164).fetch({ fields: 'line_type_intelligence' }));
  if (answer.kind === 'refused' && answer.status === 404) return 'invalid';
  if (answer.kind !== 'ok') return undefined;
  const found = answer.value as unknown as Answered;
  if (found.valid === false) return 'invalid';
  return LINES[found.lineTypeIntelligence?.type ?? ''] ?? 'unknown';
}

import { createHmac } from 'node:crypto';

/** The parameters of a webhook, in the order in which they are sent. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * X-Twilio-Signature of a form request: HMAC-SHA1 with the account's token over the whole address, without its fragment,
 * followed by each name and value, names in byte order. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signWebhook(authToken: string, url: string, parameters: Parameters): string {
  let text = url;
  for (const name of Object.keys(parameters).sort()) text += name + parameters[name];
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

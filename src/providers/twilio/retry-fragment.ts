/**
 * Behind every address that we write, and that is documented for the number: the carrier repeats a webhook twice, also when
 * the answer is late or a server error, where by default it repeats only what could not connect. One try may take 4 s (we
 * answer in 2), all of them 15 s. Repetition is harmless: every webhook is idempotent. The fragment itself is never sent.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const RETRY_FRAGMENT = '#rc=2&rt=4000&rp=ct,rt,5xx';

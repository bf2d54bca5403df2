import type { SenderPace } from '../../handoff/invite-ports.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { paceKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/** The next free place in a sender's queue. KEYS pace. ARGV interval (µs). Returns how long to wait, µs, by the server's clock. */
const NEXT_PLACE = defineScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local place = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], string.format('%.0f', place + ARGV[1]), 'EX', 3600)
return string.format('%.0f', place - now)
`);

/** The carrier's default for a WhatsApp sender, messages per second. Source: docs/twilio.md, "Limits". */
export const SENDER_MESSAGES_PER_SECOND = 80;

/** One queue per sender over all processes: each message is given its place, evenly spaced, and waits for it. */
export function createSenderPace(deps: { readonly client: RedisClient }, perSecond = SENDER_MESSAGES_PER_SECOND): SenderPace {
  const intervalUs = Math.round(1_000_000 / perSecond);
  return {
    async acquire(sender) {
      const waitUs = Number(await withinLimit(runScript(deps.client, NEXT_PLACE, [paceKey(sender)], [intervalUs]), DEFAULT_TIME_LIMIT_MS));
      if (waitUs > 1000) await new Promise((resolve) => setTimeout(resolve, Math.round(waitUs / 1000)));
    },
  };
}

import type { SenderPace } from '../../handoff/invite-ports.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { paceKey, pairKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/**
 * A place for one message, by the server's clock. KEYS pace of the sender, pace of the pair. ARGV interval (µs), interval of
 * the pair (µs), burst of the pair, urgent (1 or 0). Returns taken (1 or 0) and how long to wait, µs: for the place that was
 * taken, or before asking again. What is not urgent takes a place only when nobody is ahead.
 */
const NEXT_PLACE = defineScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local pair = math.max(now, tonumber(redis.call('GET', KEYS[2]) or '0'))
local early = pair - now - ARGV[2] * (ARGV[3] - 1)
if early > 0 then return { 0, string.format('%.0f', early) } end
local place = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if ARGV[4] == '0' and place > now then return { 0, string.format('%.0f', place - now) } end
redis.call('SET', KEYS[1], string.format('%.0f', place + ARGV[1]), 'EX', 3600)
redis.call('SET', KEYS[2], string.format('%.0f', pair + ARGV[2]), 'EX', 600)
return { 1, string.format('%.0f', place - now) }
`);

/** The carrier's default for a WhatsApp sender, messages per second. Source: docs/twilio.md, "Limits". */
export const SENDER_MESSAGES_PER_SECOND = 80;
/** To one person. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform */
const PAIR_INTERVAL_US = 6_000_000;
const PAIR_BURST = 45;
/** What is not urgent asks so often for a place in a gap; then it gets one like the others, so that it is not put off for ever. */
const MOST_GIVEN_WAY = 100;

interface SenderPaceDeps {
  readonly client: RedisClient;
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * One queue per sender over all processes: each message is given its place, evenly spaced, and waits for it. What somebody
 * waits for goes before what is repeated; one person gets no more than WhatsApp takes.
 */
export function createSenderPace(deps: SenderPaceDeps, perSecond = SENDER_MESSAGES_PER_SECOND): SenderPace {
  const intervalUs = Math.round(1_000_000 / perSecond);
  const wait = deps.wait ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  return {
    async acquire({ sender, recipient, urgent }) {
      const keys = [paceKey(sender), pairKey(sender, recipient)];
      for (let asked = 0; ; asked += 1) {
        const args = [intervalUs, PAIR_INTERVAL_US, PAIR_BURST, urgent || asked >= MOST_GIVEN_WAY ? 1 : 0];
        const reply = await withinLimit(runScript(deps.client, NEXT_PLACE, keys, args), DEFAULT_TIME_LIMIT_MS);
        const [taken, waitUs] = (reply as [number, string]).map(Number) as [number, number];
        if (waitUs > 1000) await wait(Math.ceil(waitUs / 1000));
        if (taken === 1) return;
      }
    },
  };
}

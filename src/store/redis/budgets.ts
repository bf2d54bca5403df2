import type {
  BudgetCounts,
  BudgetLimit,
  BudgetPlace,
  BudgetQuestion,
  BudgetScope,
  Budgets,
  BudgetTaken,
  OfferStop,
} from '../../rules/budgets.ts';
import { DEFAULT_TIME_LIMIT_MS, type RedisClient, withinLimit } from './client.ts';
import { BUDGET_STOPS_KEY, budgetKey, budgetTakenKey, repliesKey } from './keys.ts';
import { defineScript, runScript } from './script.ts';

/**
 * Invites are counted in fields of ten minutes (`m<n>`) and of an hour (`h<n>`): a window of up to 12 hours is summed of the
 * first, a longer one of the second, so that it is right to a field. All counters share a slot.
 */
const WINDOWS = `
local call, KEYS, ARGV = redis.call, KEYS, ARGV
local now10, nowH = tonumber(ARGV[1]), tonumber(ARGV[2])
local function sum(key, hours, skip)
  local fields, name, last, first = {}, 'm', now10 - skip, now10 - hours * 6 + 1
  if hours > 24 or (hours > 12 and skip == 0) then name, last, first = 'h', nowH - math.ceil(skip / 6), nowH - hours + 1 end
  for i = first, last do fields[#fields + 1] = name .. i end
  if #fields == 0 then return 0 end
  local total = 0
  for _, value in ipairs(call('HMGET', key, unpack(fields))) do total = total + (tonumber(value) or 0) end
  return total
end
local function add(key)
  if call('HINCRBY', key, 'm' .. now10, 1) == 1 then
    for _, field in ipairs(call('HKEYS', key)) do
      local at = tonumber(string.sub(field, 2))
      if (string.sub(field, 1, 1) == 'm' and at < now10 - 145) or (string.sub(field, 1, 1) == 'h' and at < nowH - 721) then call('HDEL', key, field) end
    end
  end
  call('HINCRBY', key, 'h' .. nowH, 1)
  call('EXPIRE', key, 31 * 86400)
end
local function answeredOf(invites, replies, hours, skip) return sum(invites, hours, skip), sum(replies, hours, 0) end
`;

/**
 * KEYS  counters of number, block, country, all; replies of the block. ARGV now in ten minutes, now in hours, hours of the
 *       four, hours and grace (ten minutes) of the watch. Returns the four sums, that of all in a day, invites and replies.
 */
const READ = defineScript(`${WINDOWS}
local found = {}
for i = 1, 4 do found[i] = sum(KEYS[i], tonumber(ARGV[2 + i]), 0) end
found[5] = sum(KEYS[4], 24, 0)
found[6], found[7] = answeredOf(KEYS[2], KEYS[5], tonumber(ARGV[7]), tonumber(ARGV[8]))
return found
`);

/**
 * KEYS  counters of number, block, country, all; replies of the block; "counted already". ARGV as READ, then the four limits
 *       (-1: none), and of the watch: invites (-1: off), percent. Returns {} when counted, else {what is full, counted, limit}.
 */
const TAKE = defineScript(`${WINDOWS}
if call('EXISTS', KEYS[6]) == 1 then return {} end
for i = 1, 4 do
  local most = tonumber(ARGV[8 + i])
  if most >= 0 then
    local counted = sum(KEYS[i], tonumber(ARGV[2 + i]), 0)
    if counted >= most then return {i, counted, most} end
  end
end
local least, percent = tonumber(ARGV[13]), tonumber(ARGV[14])
if least >= 0 then
  local invites, replies = answeredOf(KEYS[2], KEYS[5], tonumber(ARGV[7]), tonumber(ARGV[8]))
  if invites >= least and replies * 100 < invites * percent then return {5, replies, invites} end
end
for i = 1, 4 do add(KEYS[i]) end
call('SET', KEYS[6], 1, 'EX', 172800)
return {}
`);

/** KEYS replies of the block, "counted already". ARGV now in ten minutes, now in hours. */
const ANSWERED = defineScript(`${WINDOWS}
if not call('SET', KEYS[2], 1, 'EX', 2592000, 'NX') then return 0 end
add(KEYS[1])
return 1
`);

const SCOPES: readonly BudgetScope[] = ['number', 'prefix', 'country', 'all'];

/** The counters against pumping, on Redis: one script each, so that no two processes take the last place. */
export function createBudgets(client: RedisClient, timeLimitMs = DEFAULT_TIME_LIMIT_MS): Budgets {
  const run = (script: ReturnType<typeof defineScript>, keys: readonly string[], args: readonly (string | number)[]) =>
    withinLimit(runScript(client, script, keys, args), timeLimitMs);
  return {
    read: async (question) => countsOf((await run(READ, counterKeys(question), windowArgs(question))) as number[]),
    take: async (key, question) => {
      const limits = SCOPES.map((scope) => limitOf(question, scope)?.most ?? -1);
      const { minInvites, minPercent } = question.watch;
      const args = [...windowArgs(question), ...limits, minInvites, minPercent];
      const full = (await run(TAKE, [...counterKeys(question), budgetTakenKey(key)], args)) as number[];
      return full.length === 0 ? { kind: 'taken' } : refusal(question, full);
    },
    answered: async (key, place, nowMs) =>
      void (await run(ANSWERED, [repliesKey(place), budgetTakenKey(`${key}:reply`)], clockArgs(nowMs))),
    forget: async (place) => void (await withinLimit(client.del(budgetKey(place)), timeLimitMs)),
    stops: async () =>
      Object.values(await withinLimit(client.hgetall(BUDGET_STOPS_KEY), timeLimitMs)).map((json) => JSON.parse(json) as OfferStop),
    stop: async (stop) => (await withinLimit(client.hsetnx(BUDGET_STOPS_KEY, stop.id, JSON.stringify(stop)), timeLimitMs)) === 1,
    lift: async (id) => {
      const found = await withinLimit(client.hget(BUDGET_STOPS_KEY, id), timeLimitMs);
      if (found === null) return false;
      const stop = JSON.parse(found) as OfferStop;
      await withinLimit(
        Promise.all([
          client.hdel(BUDGET_STOPS_KEY, id),
          ...(stop.why === 'by-hand' ? [] : [client.del(budgetKey(stop), repliesKey(stop))]),
        ]),
        timeLimitMs,
      );
      return true;
    },
  };
}

const TEN_MINUTES_MS = 600_000;

function clockArgs(nowMs: number): [number, number] {
  return [Math.floor(nowMs / TEN_MINUTES_MS), Math.floor(nowMs / (6 * TEN_MINUTES_MS))];
}

function limitOf({ limits }: BudgetQuestion, scope: BudgetScope): BudgetLimit | undefined {
  return limits.find((limit) => limit.scope === scope);
}

/** A place that the question does not name is counted nowhere: its key is one that nobody reads. */
function placeOf(question: BudgetQuestion, scope: BudgetScope): BudgetPlace {
  return limitOf(question, scope) ?? { scope, name: '-' };
}

function counterKeys(question: BudgetQuestion): string[] {
  return [...SCOPES.map((scope) => budgetKey(placeOf(question, scope))), repliesKey(placeOf(question, 'prefix'))];
}

function windowArgs(question: BudgetQuestion): number[] {
  const hours = SCOPES.map((scope) => limitOf(question, scope)?.hours ?? 1);
  return [...clockArgs(question.nowMs), ...hours, question.watch.hours, Math.ceil(question.watch.graceMinutes / 10)];
}

function countsOf([number = 0, prefix = 0, country = 0, all = 0, day = 0, invites = 0, replies = 0]: readonly number[]): BudgetCounts {
  return { number, prefix, country, all, day, watched: { invites, replies } };
}

function refusal(question: BudgetQuestion, [what = 1, counted = 0, limit = 0]: readonly number[]): BudgetTaken {
  const scope = what === 5 ? 'prefix' : (SCOPES[what - 1] ?? 'number');
  const why = what === 5 ? 'no-replies' : 'budget';
  const { name } = placeOf(question, scope);
  const stop: OfferStop = { id: `${scope}:${name}`, scope, name, why, atMs: question.nowMs, counted, limit };
  return { kind: 'refused', scope, why, counted, limit, ...(scope !== 'number' && { stop }) };
}

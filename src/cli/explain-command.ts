import { type Command, createCommand, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../base/clock.ts';
import type { DomainEvent } from '../base/events.ts';
import { createEventLog } from '../store/redis/event-log.ts';
import { fixShards } from '../store/redis/shards.ts';
import { type ExplainLanguage, explainedCall } from './explained-call.ts';
import { joinStore } from './join-store.ts';

const DAY_MS = 86_400_000;
const CLOCK_DIFFERENCE_MS = 60_000;

function days(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(text);
}

/** `explain <call id>`: why a caller was or was not offered the chat, or written to after the call, in words, from the event log; while the call lives and after. */
export function explainCommand(print: (line: string) => void): Command {
  return createCommand('explain')
    .description(
      'Say why a caller was or was not offered the chat, or written to after a call that was cut off or missed: each rule with what it saw and its setting, in order.',
    )
    .argument('<call>', 'the id of the call (c_…), or the carrier’s (CA…)')
    .addOption(new Option('--language <tag>', 'in which language').choices(['en', 'es']).default('en'))
    .option('--days <number>', 'how many days back to look', days, 7)
    .action((call: string, options: { language: ExplainLanguage; days: number }) =>
      joinStore(async (client) => {
        const eventLog = await createEventLog({ client, shards: await fixShards(client), clock: systemClock });
        const nowMs = systemClock.nowMs();
        const found: DomainEvent[] = [];
        for await (const events of eventLog.range(nowMs - options.days * DAY_MS, nowMs + CLOCK_DIFFERENCE_MS)) {
          found.push(...events.filter(({ callId }) => callId !== undefined && (callId === call || callId.slice(5) === call)));
        }
        for (const line of explainedCall(call, found, options.language)) print(line);
        if (found.length === 0) process.exitCode = 1;
      }),
    );
}

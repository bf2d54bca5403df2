import { FAILURE_CLASSES } from '../../src/channels/delivery.ts';
import { FAILURE_REACTIONS } from '../../src/channels/failure-reactions.ts';
import {
  type Failure,
  META_FAILURES,
  META_FAILURES_SOURCE,
  TRANSPORT_FAILURES,
  TWILIO_FAILURES,
  TWILIO_FAILURES_SOURCE,
} from '../../src/providers/twilio/failure-table.ts';
import { table } from './json-schema.ts';

const TAKEN = {
  refused: 'nothing was done; by its class',
  busy: 'nothing was done; asked again later, as long as it is wanted',
  unknown: 'nobody knows; looked up before it is repeated, once',
} as const;

function meaningOf({ meaning, titleOnly }: Failure): string {
  return titleOnly ? `${meaning} (its page could not be read)` : meaning;
}

/** docs/carrier-errors.md: every code of the carrier with what it means and what is done. */
export function carrierErrorsPage(): string {
  const classes = FAILURE_CLASSES.map((each) => {
    const { words, alarm } = FAILURE_REACTIONS[each];
    return [`\`${each}\``, words, alarm ? 'yes' : ''];
  });
  const twilio = Object.entries(TWILIO_FAILURES).map(([code, failure]) => [
    `[${code}](${TWILIO_FAILURES_SOURCE}${code})`,
    `\`${failure.class}\``,
    meaningOf(failure),
  ]);
  const meta = Object.entries(META_FAILURES).map(([code, failure]) => [code, `\`${failure.class}\``, meaningOf(failure)]);
  const transport = Object.entries(TRANSPORT_FAILURES).map(([code, { taken, meaning, ...rest }]) => [
    `\`${code}\``,
    meaning,
    rest.class ? `${TAKEN[taken]} \`${rest.class}\`` : TAKEN[taken],
  ]);
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/providers/twilio/failure-table.ts and src/channels/failure-reactions.ts; change those, not this -->

# What the carrier’s errors mean, and what is done

An invite that fails falls back: the caller is told, gets an SMS with a link where the offer, the settings and the person allow it,
and keeps the place in the queue. What happens beside that depends on the class of the code. A code that is not here has the class
\`unknown\`: it falls back, is not repeated, raises an alarm on the overview and counts in
\`relevo_messages_failed_total{code,class="unknown"}\`.

## The classes

${table(['Class', 'What is done', 'Alarm'], classes)}

A repetition is only sent when the first message surely did not arrive and it is still wanted, two minutes after the key at most; its
number is never above two. A text of a chat that the carrier turns away for passing trouble is repeated up to three times, waiting longer
each time; one that fails after it was taken shows as failed in the thread, and the agent decides. A stopped sender begins nothing: no
invite, no reminder. What is written in an open chat is still tried, because each failure shows there at once.

## Codes of the carrier

In the answer of a request and in status callbacks. Each links to its source.

${table(['Code', 'Class', 'Meaning'], twilio)}

## Codes of WhatsApp

The carrier hides them behind its general ones (63012, 63013, 63018, 63023, 63024); they stand in \`ChannelStatusMessage\`, and there they
decide. Source: ${META_FAILURES_SOURCE}

${table(['Code', 'Class', 'Meaning'], meta)}

## HTTP statuses and network failures

Of a request without a code of the carrier’s. Anything that is not here is taken as unknown.

${table(['Answer', 'Meaning', 'What is done'], transport)}
`;
}

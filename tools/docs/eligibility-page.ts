import { z } from 'zod';
import { NEVER_OFFERED } from '../../src/rules/excluded-intents.ts';
import { CONTACT_HOURS } from '../../src/rules/quiet-hours.ts';
import type { RuleFamily } from '../../src/rules/rule.ts';
import { RULES } from '../../src/rules/table.ts';
import { fieldRows, type JsonSchema, table } from './json-schema.ts';

const FAMILIES: Readonly<Record<RuleFamily, string>> = {
  number: 'The number',
  person: 'The person and the matter',
  desk: 'The desk and the hour',
  sending: 'The sending',
  guard: 'Against abuse',
};

const DAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function hoursRows(): string[][] {
  return Object.entries(CONTACT_HOURS).map(([country, { zones, zoneOfPrefix, days, source }]) => {
    const times = Object.entries(days).map(
      ([day, spans]) => `${DAYS[Number(day)]} ${spans.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ') || 'never'}`,
    );
    const others = Object.entries(zoneOfPrefix ?? {}).map(([prefix, zone]) => `${prefix}: ${zone}`);
    return [
      country,
      [...zones, ...others].join(', '),
      Object.keys(days).length === 1 ? `every day ${times[0]?.slice(4)}` : times.join('; '),
      source,
    ];
  });
}

function ruleSections(family: RuleFamily): string {
  return RULES.filter((rule) => rule.family === family)
    .map((rule) => {
      const state = rule.fixed ? 'always on' : rule.on ? 'on' : 'off';
      const rows = fieldRows(z.toJSONSchema(rule.parameters, { io: 'input' }) as JsonSchema);
      const fields = rows.length > 0 ? `\n\n${table(['Parameter', 'Takes', 'Default', 'Meaning'], rows)}` : '';
      return `### \`${rule.id}\`\n\n**${rule.name.en}** · ${rule.name.es} (${state}${rule.reads ? ', reads' : ''})\n\n${rule.about.en}${fields}`;
    })
    .join('\n\n');
}

/** docs/eligibility.md: every rule of the offer. */
export function eligibilityPage(): string {
  const families = Object.entries(FAMILIES).map(([family, title]) => `## ${title}\n\n${ruleSections(family as RuleFamily)}`);
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/rules; change that, not this -->

# Who is offered the chat

Before an offer is made every rule below is asked. One that is on and speaks against it is enough: the caller goes on by the exit
\`withheld\` and hears nothing of a chat. What each rule saw is kept with the event (\`offer.made\`, \`offer.withheld\`), also of the rules
that are off: so the settings can say what would happen if they were on.

- **Turn and tune**: page Settings, region *Rules of the offer*, or \`GET /api/offer-rules\` and \`PUT /api/offer-rules/:id\` (administrators).
  Every change is kept with who made it and when, and is an event (\`settings.changed\`). This process follows at once, others in a second or two.
- **In a flow**: \`eligibility.skip\` of the offer leaves rules out, and \`maxChatWaitSeconds\`, \`maxInvites\`, \`perHours\` go before the settings.
  Rules that are always on can’t be left out: without them offers would be made that can’t be kept.
- **Why was this caller (not) offered?** \`npm run flow -- explain <call id>\` tells it in words (\`--language es\`), of live calls and of those
  that are over, by our id or the carrier’s. The journey of the API (\`GET /api/journeys/:id\`) has the same under \`offers\`.
- **What it costs a call**: the rules look at what is in memory. Only when nothing speaks against the offer yet, the counters of invites (and
  the line, where that rule is on) are read: one round trip to Redis more, at an offer and nowhere else. Rules that need it say *reads*.
- **Before the sending** the budgets are counted again, in one step that no two processes can both pass, and the number that is really
  written to (it may be typed) is held against the stops, the block-list and the list of countries. An invite that is held back there fails with a
  code that begins with \`guard-\`, and no text message goes out in its place.
- **Stops**: a budget that runs out, or a block of numbers that never answers, stops the offers there, raises an alarm (\`offers-stopped\`) and is
  an event. It stays until an administrator lifts it; the counters there begin anew. *Stop all offers* does the same by hand.
- **After a call** that was cut off or missed the same rules are asked before somebody is written to, but for the two about the desk; hours and
  consent come first ([when a call ends too early](flow-language.md#when-a-call-ends-too-early)).
- **Marks**: \`PUT /api/contact-marks\` with \`{"number":"+34600111222","vip":true}\` (supervisors and machines) or a switch beside the chat at the desk marks a person; a variable of the flow
  can say the same for one call.

${families.join('\n\n')}

## Matters never to be offered

The list of \`intent-excluded\` as it comes: ${NEVER_OFFERED.map((word) => `\`${word}\``).join(', ')}.

## Hours of the countries

Of \`do-not-disturb\`. Times are those of the person’s zone. These are laws on commercial contact; an invite that the caller asked for by a key
is none, and public holidays are not looked at.

Only countries whose law was read stand here. For others, or to keep other hours than these, write rows of your own in the rule's
\`countries\` (settings page, one a line): the country, its time zones, then days with their hours; days that are not named have
none. Of several zones it must be a fine hour in all. A row goes before the table, is checked as a whole, and holds for offers, reminders, messages
after a call and calls that are promised from a voice message.

\`\`\`
PT Europe/Lisbon mon-fri 09:00-13:00 14:00-21:00 sat 10:00-13:00
BR America/Sao_Paulo America/Manaus mon-sat 09:00-21:00
\`\`\`

${table(['Country', 'Zones', 'Messages are fine', 'Source'], hoursRows())}
`;
}

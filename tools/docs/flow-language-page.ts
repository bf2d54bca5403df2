import { z } from 'zod';
import { CaseFile, DEEDS } from '../../src/flows/cases.ts';
import { CONDITION_FACTS, HOURS_FACTS } from '../../src/flows/condition-facts.ts';
import { exitsOf } from '../../src/flows/exits.ts';
import { Flow } from '../../src/flows/flow.ts';
import { holidayName } from '../../src/flows/holidays/holiday-names.ts';
import { HOLIDAY_TABLES } from '../../src/flows/holidays/holiday-tables.ts';
import { URGENT_WORDS } from '../../src/flows/tickets/urgent-words.ts';
import { WORDING_NAMES } from '../../src/flows/wording.ts';
import { DEFAULT_FILTERS, FILTERS } from '../../src/flows/wording-filters.ts';
import { RECOVERY_REASONS } from '../../src/rules/explain-recovery.ts';
import { SKIPPABLE_RULE_IDS } from '../../src/rules/table.ts';
import { fieldRows, type JsonSchema, nameOf, table } from './json-schema.ts';

const HEAD = ['Field', 'Takes', 'Default', 'For'];

const FILTER_TEXTS: Readonly<Record<string, string>> = {
  digits: 'one by one on the phone: 1 2 3',
  last: 'the last digits: `last:3`',
  minutes: 'a wait in seconds as whole minutes, rounded up; under one, "less than a minute"',
  number: 'as the language writes numbers',
  money: 'an amount: `money:EUR`',
  duration: 'seconds as hours and minutes: 2 hours and 5 minutes',
  plural: 'by the number, which stands at #: `plural:an order/# orders`',
  date: 'a day: Tuesday, 24 November',
  longDate: 'a day with its year: 24 November 2026',
  time: 'a time of day',
  when: 'as people say it: "mañana a las 9", "on Monday at 9 AM", farther away with the date; of a moment in ms or as `2026-11-24T09:30:00+01:00`, a day alone as a date',
};

const TABLES = `## Tables

What changes by the day (a notice, the telephone of a shop, the team of a postcode, a tariff) stands in a **table**, which is kept on the page
*Tables* and is no part of a release: a cell that is changed there is heard at once ([tables.md](tables.md)). A flow declares which columns it reads:

\`\`\`json
"tables": { "shops": { "columns": { "phone": "text", "seats": "integer", "greeting": "wording" } } }
\`\`\`

- \`tables.shops[postcode].seats > 2\` reads a cell; the key is text: a variable, \`"28001"\`, \`string(count)\`. \`postcode in tables.shops\`
  asks whether there is a row. Types are those of the columns: text, date (\`2026-11-24\`), choice and wording are text, which of the languages
  a wording is in follows the language that is spoken, then those of the flow in their order.
- \`{{tables.shops[postcode].greeting}}\` and \`{{tables.shops["28001"].phone|digits}}\` stand in wordings like any other place. The key is a
  variable of type string, or written out. Nothing is filled into what a cell says, and it is no recording and no SSML.
- Without the row, or with an empty cell, a condition is false and a place is left out, unless the table has a row for every other key.
- Each step reads the table as it is when the caller comes to it. What has to stay as it was is kept in a variable by a \`set\` step, which
  is also how a cell gets into a look-up.
- A table or column that is not there, or is of another type, keeps the flow from being published (F170, F171).
- Recorded cases carry the rows they find under \`world.tables\`, by table and key, \`*\` for every other key; no other table is there for them, so
  that they give the same result everywhere.`;

const NAME_TEXTS: Readonly<Record<string, string>> = {
  business: 'the business, as the flow names it',
  heard: 'what the question before understood; in `didYouSay`, what was heard badly',
  key: 'the key of the option; in a menu’s `didYouSay`',
  position: 'the place in the queue; in the texts of a queue',
  phoneWait: 'the wait on the phone; in the texts of a queue and in the offer’s wordings with that wait',
  chatWait: 'the wait at the desk; in the offer’s wordings with that wait, in assign and in first messages',
  opensAt:
    'when the desk opens; in assign and in first messages. On a side with an hours step: when the calendar opens that was found closed',
  holiday: 'what today is called, where an hours step found it closed on a holiday or an own day',
  lastDigits: 'the last digits of the number written to, or called back; in the offer and in a callback’s `confirmOwn`',
  slot: 'when the call is promised, as people say it; in a callback’s `slot`, `booked` and `pending`',
  slotKey: 'the key that takes it; in a callback’s `asap`, `slot` and `decline`',
  number: 'the number that was typed; in `confirmNumber` of an offer or a callback',
  caseNumber: 'the case number; in the chat',
  known: 'what the call already told, as `chat.known` words it for the intent; in the acknowledgement',
  expectation: 'when somebody will answer, as far as it is true; in first messages',
  name: 'the name the customer goes by; in the chat',
  answerBy: 'by when a ticket is answered; in the texts of tickets',
};

function definitions(): Readonly<Record<string, JsonSchema>> {
  return (z.toJSONSchema(Flow, { io: 'input' }) as JsonSchema).$defs ?? {};
}

function typeOf(schema: JsonSchema): string {
  return String(schema.properties?.type?.const);
}

/** An example of a step, from the sample flow. */
function example(flow: Flow, side: 'call' | 'chat', type: string, source: Readonly<Record<string, unknown>>): string {
  const id = Object.entries(flow[side].steps).find(([, step]) => step.type === type)?.[0];
  if (id === undefined) return '';
  const steps = (source[side] as { steps: Record<string, unknown> }).steps;
  return `From the sample flow:\n\n\`\`\`json\n"${id}": ${JSON.stringify(steps[id], null, 2)}\n\`\`\`\n`;
}

function exitNames(flow: Flow, side: 'call' | 'chat', type: string): string {
  const steps = Object.values(flow[side].steps).filter((step) => step.type === type);
  const names = steps.flatMap((step) => exitsOf(step).map((exit) => exit.name.replace(/^(key|case|button) .*/, '$1 …')));
  if (steps.length === 0) return '';
  return names.length === 0 ? 'none' : [...new Set(names)].map((name) => `\`${name}\``).join(', ');
}

/** What comes of a step, where a picture says it better. */
const PICTURES: Readonly<Record<string, string>> = {
  voicemail:
    'On the desk it is a case; whoever has it promises the caller a call with *Call back* (the own phone rings first, at an hour at which they may be called):\n\n![A voice message on the desk: the player, what the carrier understood, and what the call collected](images/desk-voicemail.png)',
};

function stepSection(schema: JsonSchema, flow: Flow, side: 'call' | 'chat', source: Readonly<Record<string, unknown>>): string {
  const type = typeOf(schema);
  const rows = fieldRows(schema).filter(([path]) => path !== '`type`');
  const exits = exitNames(flow, side, type);
  return [
    `### ${type}`,
    schema.description ?? '',
    ...(PICTURES[type] === undefined ? [] : [PICTURES[type]]),
    ...(exits === '' ? [] : [`Exits in the sample flow: ${exits}.`]),
    table(HEAD, rows),
    example(flow, side, type, source),
  ].join('\n\n');
}

function sideSections(name: 'VoiceStep' | 'ChatStep', flow: Flow, source: Readonly<Record<string, unknown>>): string {
  const all = definitions();
  const side = name === 'VoiceStep' ? 'call' : 'chat';
  const steps = (all[name]?.oneOf ?? []).flatMap((each) => all[nameOf(each) ?? ''] ?? []);
  return steps.map((step) => stepSection(step, flow, side, source)).join('\n');
}

function answerRows(): string[][] {
  return (definitions().Validator?.oneOf ?? []).flatMap((kind) => {
    const fields = fieldRows(kind).filter(([path]) => path !== '`kind`');
    const what = `\`${String(kind.properties?.kind?.const)}\``;
    return fields.length === 0 ? [[what, '', '', '', '']] : fields.map((row) => [what, ...row]);
  });
}

function holidayRows(): string[][] {
  return Object.entries(HOLIDAY_TABLES).map(([country, { regions, source, rules }]) => [
    `\`${country}\``,
    regions.map((region) => `\`${region}\``).join(' '),
    source,
    [...new Set(rules.map(({ id }) => id))].map((id) => `\`${id}\` ${holidayName(id, 'en') ?? ''}`).join(', '),
  ]);
}

/** docs/flow-language.md: made from the schema, the engine's tables and the sample flow. */
export function flowLanguagePage(flow: Flow, source: Readonly<Record<string, unknown>>): string {
  const all = definitions();
  const facts = Object.entries(CONDITION_FACTS).flatMap(([name, fields]) =>
    Object.entries(fields).map(([field, type]) => [`\`${name}.${field}\``, type]),
  );
  const filters = Object.keys(FILTERS).map((name) => [
    `\`${name}\``,
    FILTER_TEXTS[name] ?? '',
    Object.entries(DEFAULT_FILTERS)
      .flatMap(([place, filter]) => (filter === name ? [`\`{{${place}}}\``] : []))
      .join(', '),
  ]);
  const cases = z.toJSONSchema(CaseFile, { io: 'input' }) as JsonSchema;
  const caseFields = cases.properties ? cases : (cases.$defs?.CaseFile ?? {});
  return `<!-- biome-ignore-all format: made by \`npm run docs\` from src/flows/flow.ts; change that, not this -->

# The flow language

A flow is one JSON file, \`flows/<id>.flow.json\`. It says what a caller hears and what a chatter reads. Start the file with
\`"$schema": "./flow.schema.json"\`, and an editor completes and checks it while you type.

- \`npm run flow -- check flows/support.flow.json\` finds what is wrong; [problems.md](problems.md) explains each code.
- \`npm run flow -- run flows/support.flow.json\` lets you talk to it in the terminal.
- \`npm run flow -- test flows/support.flow.json\` plays its recorded conversations.

A **step** has an id, a \`type\`, its settings, and exits that name the step which comes next. \`call\` is the phone side,
\`chat\` the WhatsApp side. Both share the variables: what was typed on the phone is known in the chat.

## The file

${table(HEAD, fieldRows(all.Flow ?? {}))}

## Wording

A map from language to text; every language of the flow is needed. On the phone a text may have parts: write them as a list, or
each on a line of its own.

- **Text** is read by the voice of the language. ca, gl and eu have voices: \`Polly.Arlet-Neural\`, \`Google.gl-ES-Standard-A\`,
  \`Google.eu-ES-Standard-A\`; a language without one is recorded, or read by the nearest voice, and the linter says so (F125).
- **A recording** is \`/audio/es/welcome.wav\` for the file \`flows/audio/es/welcome.wav\`, or an https address; WAV or MP3, WAV starts
  sooner. The files are served by this service. One that is missing is refused when the flow is published; if it goes missing later,
  half a second of silence is played, because an error would cost the caller the whole answer. An address on another host is on its own (F123).
- **SSML** stands in \`<speak>…</speak>\`: \`break\` (time, strength), \`emphasis\`, \`lang\`, \`p\`, \`phoneme\`, \`prosody\`, \`s\`, \`say-as\`,
  \`sub\`, \`w\`. What is filled in is escaped. The linter names the character where it goes wrong; should such a text reach a call all the
  same, its bare words are read. The newest kinds of voices (Generative, Chirp) know fewer tags: listen before you publish.

\`\`\`json
"text": {
  "es": ["/audio/es/welcome.wav", "Su número de pedido es {{orderNumber|digits}}.", "<speak>Gracias. <break time=\\"300ms\\"/> Hasta pronto.</speak>"]
}
\`\`\`

Places in the text are filled in: \`{{variable}}\`, or \`{{variable|filter}}\`. Beside the flow's own variables there are:

${table(
  ['Place', 'Is'],
  WORDING_NAMES.map((name) => [`\`{{${name}}}\``, NAME_TEXTS[name] ?? '']),
)}

${table(['Filter', 'Says', 'Used without being written for'], filters)}

## Speech

With \`"speech": {}\` a menu, a question, a confirmation or an offer also listens to what is said. **Keys always work beside it**, also while
something is being said.

- **What is understood.** In a menu: the \`label\` and the \`words\` of an option, in a sentence, without regard to accents, capitals and
  endings ("quiero saber de mi pedido" for "pedidos"); its key by name ("uno"); languages by their names, where an option leads to one. Two options that fit equally are
  asked about again. In questions: digits one by one or as numbers ("ciento veinte"), days ("quince de marzo", "mañana"), telephone numbers,
  in es, en, ca, gl, eu and pt. Yes and no in these languages, whichever of them was asked in. "Otra vez" repeats, "atrás" goes back.
- **A person** is reached by saying so at any of these steps, even where the menu has no option for it. \`humanWords\` adds words.
- **A recogniser that is not sure** (less than \`confidence\`) leads to "did you say …?", answered by word or key. Nothing is rejected by the
  figure alone, since recognisers may not give one; 0 counts as none. An offer is never accepted by a doubtful yes: that is consent. Secrets are
  never read back; they are asked for again.
- **When speech fails** it costs no retry of silence, and noise costs none at all, twice. After two failures the prompt is followed by the
  keys, by \`keysText\` or by the labels.
- **Where nobody hears the language** the step listens to keys alone (F124). ca, gl and eu are heard.
- \`speech\` at the top of the flow holds what every step uses unless it says otherwise.

## Conditions

Expressions of one small, safe language (a part of CEL): \`queue.waitSeconds > 120 && desk.open\`. They compare the variables
of the flow with \`== != < <= > >=\`, join with \`&& || !\`, and know \`in\`, \`size()\`, \`has()\`, \`startsWith()\`,
\`endsWith()\`, \`contains()\`, \`all()\`, \`exists()\` and \`regex(text, "pattern")\` (RE2, matched whole). Whole numbers and
decimals do not mix. What is not known makes a condition false; \`known.orderNumber\`, \`queue.waitKnown\` and
\`has(queue.waitSeconds)\` ask whether it is known.

${table(['Fact', 'Type'], facts)}

${Object.entries(HOURS_FACTS)
  .map(([field, type]) => `\`hours.<calendar>.${field}\` (${type})`)
  .join(' and ')} tell of each calendar of the flow, for the language spoken and the queue that comes next.
\`queues\` holds the waits by name: \`queues.support.waitSeconds\`. \`queue\` is the one the flow would come to next.

${TABLES}

## Answers

The setting \`as\` of a question says what counts as a good answer.

${table(['Kind', 'Setting', 'Takes', 'Default', 'For'], answerRows())}

## Hours

A **calendar** says when somebody is there. It stands in the flow, under \`calendars\`, or as
\`flows/calendars/<name>.calendar.json\` for several flows; steps of type \`hours\` and conditions name it.

\`\`\`json
{
  "week": { "monday": ["09:00-14:00", "16:00-19:00"], "friday": ["09:00-15:00"], "saturday": ["22:00-06:00"] },
  "holidays": [{ "country": "ES", "region": "MD", "open": ["epiphany"] }],
  "days": [
    { "date": "12-24", "open": ["09:00-12:00"], "name": { "es": "Nochebuena", "en": "Christmas Eve" } },
    { "date": "2027-08-09", "until": "2027-08-20" }
  ],
  "exceptions": [{ "queues": ["billing"], "week": { "monday": ["09:00-12:00"] } }, { "languages": ["ca"], "days": [] }]
}
\`\`\`

- Times are those of the clock on the wall in \`timeZone\`; changes to and from summer time are followed.
- \`22:00-06:00\` runs into the next day. A holiday or an own day replaces its whole day, from midnight to midnight: what would
  run in from the evening before ends at midnight.
- Of the exceptions the first that fits counts; what it does not say is as in the calendar. On the phone \`queue\` is, unless
  the step names one, the queue that the flow comes to next.
- A calendar is part of the release of each flow that uses it. Changed, it counts for calls that begin afterwards.

${table(HEAD, fieldRows(all.Calendar ?? {}))}

An own day, in \`days\`:

${table(HEAD, fieldRows(all.OwnDay ?? {}))}

Public holidays are computed from these tables. A country without a region has those of the whole country. Holidays of a town
are own days, and so is what a table does not know of a year: look each autumn.

${table(['Country', 'Regions', 'By', 'Keys'], holidayRows())}

## Experiments

A step of type \`split\` leads people different ways. The arm is drawn by a keyed hash of the person (of the call, where the
number is withheld) and the name of the experiment, so that the same person comes to the same arm on every call. It stays for
the whole journey: the chat that a call leads to goes on in it. The event \`experiment.assigned\` records it once. A changed weight
or a further arm moves only those who must move.

## Parts

A **part** is a piece of a flow that several places share: a step of type \`run\` runs it, on the side on which the step stands.
It stands in the flow, under \`parts\`, or as \`flows/parts/<name>.part.json\` for several flows.

\`\`\`json
{
  "name": "Ask for the order number",
  "parameters": { "tries": { "type": "integer", "default": 2 } },
  "results": { "order": { "type": "string" } },
  "exits": ["got", "none"],
  "call": {
    "start": "ask",
    "steps": {
      "ask": {
        "type": "collect", "prompt": { "es": "Marque su pedido." }, "variable": "order", "as": { "kind": "digits", "length": 6 },
        "next": "got-it", "invalid": "gave-up", "noInput": "gave-up"
      },
      "got-it": { "type": "return", "exit": "got" },
      "gave-up": { "type": "return", "exit": "none" }
    }
  }
}
\`\`\`

\`\`\`json
"identify": {
  "type": "run", "part": "ask-order", "with": { "tries": "3" }, "save": { "orderNumber": "order" },
  "exits": { "got": "order-lookup", "none": "queue-support" }
}
\`\`\`

- A part sees its own parameters, variables and results, the caller, the queues, the clock, the desk and the flow's calendars, and
  nothing of the flow's variables. Language and intent are shared. Its variables begin afresh on every run; at its end, whichever
  exit it takes, the results named under \`save\` are kept and all else is forgotten.
- Parts may run parts, never themselves. Wording is needed in every language of the flows that run it.
- The steps of a part appear in records, events and the path of a call as \`identify/ask\`: the run step, then the step. In the
  coverage of recorded cases they count once, as \`call ask-order/ask\`, wherever they are run; look-ups of cases are named
  \`identify/find\`.
- A part is part of the release of each flow that runs it: what is published later changes no call under way.

${table(HEAD, fieldRows(all.Part ?? {}))}

## Eligibility

Before an offer is made its rules are asked ([all of them](eligibility.md)); \`eligibility.skip\` of the offer switches some off: ${SKIPPABLE_RULE_IDS.map((rule) => `\`${rule}\``).join(', ')}.

## Steps of the call

${sideSections('VoiceStep', flow, source)}
## Asking and sending in the chat

- An \`ask\` step takes a tap of its buttons or of its list, the title or number typed instead, a place, a file, or a typed answer that
  passes \`as\`. What is no answer is said so and asked again, \`retries\` times; then comes \`invalid\`. A person can be asked for at any moment.
- A tap on an old message answers nothing now: the question is asked again, and no retry is lost.
- Of a **list** WhatsApp shows ten rows in all. A **place** may be typed as an address instead. A **file** is fetched and looked at before the flow
  goes on: its bytes say what it is. Others of the same bunch, within a minute, are shown to the agent and answer no later question.
- What fits no button or list (titles that grow too long with their variables) is sent as numbered lines of text.
- Buttons and lists of a \`send\` step are shortcuts: the flow goes on at once, and a tap leads to its step while the bot has the chat.
- \`media\` is an \`https://\` address or a file of \`flows/media\`, which the carrier reads at a signed address.
- A \`survey\` asks once in a chat. \`chat.afterClose\` names the one that is asked when an agent closes, while the window is open. The chat is
  closed all the same; an answer goes into it, and “no” opens it again for a person. Something else that is written opens the next episode.
  Only the answer to \`resolved\` counts as confirmed or denied.

## Calling back

- A \`callback\` step promises a call, on the phone by keys and in the chat by buttons. The times are on the half hour by the clock
  where the number is from (a number of a country with several clocks: the flow's \`timeZone\`), within \`callableFrom\` and
  \`callableTo\` there, in the opening hours of the desk, \`slots.leadMinutes\` ahead at least. “As soon as somebody is free” is offered while
  the desk is open, and keeps the place of the moment of asking.
- On the phone the caller's own number is confirmed by its last digits, or another one is typed and read back; a fixed line will do. In the
  chat it is the number that writes. A withheld number is asked for one; where there is none to call, the exit is \`failed\`.
- One person is promised one call at a time. Who has one hears or reads it, and by phone keeps, changes or cancels it. In the chat
  “call me” leads to the flow's callback step at any moment while the bot has the chat, and “cancel the call” cancels. A new call that
  reaches a person cancels it too, as what is no longer needed.
- Then, in its turn: a free agent of the team is rung, hears who it is about and what was told, and takes it with 1. Only then the customer is
  called, hears who calls, and is put through with 1; 2 cancels. Who presses nothing, a mailbox for one, was not reached and meets no agent.
- An agent who does not take it: the next is rung; when all were, again after two minutes. A customer who does not come to the phone is
  called \`tries\` times, \`everyMinutes\` apart, never outside \`callableFrom\` and \`callableTo\`. Then it is over.
- Who left a voice message can be promised a call from its case at the desk: by the settings of the flow's first callback step (that of the team before
  others), else by their defaults, and in the hours of contact of the country where the rule \`do-not-disturb\` is switched on.
- Two names that turn out to be one person keep the earlier call; the other is over (\`merged\`), unless they talk in it already.
- In recorded conversations the times are one and four hours after the next full hour; the desk being closed takes “as soon as” away.

## When a call ends too early

With \`recovery\` the flow says whether somebody is written to whose call was cut off (\`dropped\`) or whom nobody answered (\`missed\`). Both are
off unless they are written down: ringing is no consent.

\`\`\`json
"recovery": {
  "dropped": { "template": "call-dropped", "templates": { "claim": "call-dropped-claim" }, "at": ["question", "offer", "queue"] },
  "missed": { "template": "call-missed", "why": ["out-of-hours"] }
}
\`\`\`

- **Consent comes first.** It is the key pressed in an offer of the same call, where that invite surely never left; or one pressed on an earlier
  call, at most \`consentDays\` ago, in an offer with \`consent\` \`calls\`, whose wording said so (F113). An offer's ordinary consent is for its own
  query and not for the next call. Who opts out, or answers “it wasn't me”, takes it back; it comes again only by a key.
- **Dropped** is who hangs up, or is lost, while the call waits for them in one of the places of \`at\`. **Missed** is a call that ended, by
  whomever, without a person, a chat, a message or a promised call, where the flow had not given the answer itself: an hours step had found it
  closed and nothing was entered after it, or a person was wanted and none came. It is counted (\`call.missed\`) with or without the setting. A call
  that is both is a drop.
- **One message a call at most**, \`afterSeconds\` after its end, between \`fromHour\` and \`toHour\` where the person is; at night it waits for the
  morning if that is within \`withinHours\`. Nothing is sent to who calls again or writes meanwhile, is to be called back, said no to the chat in that
  call, or got its invite. Then the [rules of the offer](eligibility.md) are asked, but for the two about the desk: the message promises no
  wait. When it fails nothing is sent in its place.
- **The chat** that comes of it has the card of the call with the place where it ended, its variables and its language. On the chat side
  \`chat.recovered\` is true and \`chat.leftAt\` the step.
- **Why was this caller (not) written to?** \`npm run flow -- explain <call id>\`, with what was seen. Beside the rules of the offer:

${table(
  ['Reason', 'Means'],
  Object.entries(RECOVERY_REASONS).map(([reason, { en }]) => [`\`${reason}\``, en]),
)}

In recorded conversations \`hangs up\` ends the call and \`waits 120\` lets the message come; the world's \`consent\` says what the caller
agreed to before.

${table(HEAD, fieldRows(all.Recovery ?? {}))}

## Tickets

With \`tickets\` a chat that comes to the desk, by an assign step or because the customer asks for a person, becomes a ticket: it has a type,
may be urgent, and when nobody is there the customer is told that it is kept and by when it is answered. Voice messages become tickets as well.

\`\`\`json
"tickets": {
  "template": "reopen",
  "promise": { "hours": 8, "counted": "opening", "calendar": "office" },
  "urgent": { "words": { "es": ["planta parada"] }, "text": { "es": "Si hay peligro, llame al 112." } },
  "types": [
    {
      "id": "billing",
      "name": { "es": "Facturas", "en": "Bills" },
      "intents": ["billing"],
      "phrases": { "es": ["factura", "me han cobrado dos veces"], "en": ["bill", "charged twice"] },
      "fields": [{ "variable": "invoiceNumber", "text": { "es": "¿Qué factura es?", "en": "Which bill is it?" } }]
    }
  ]
}
\`\`\`

- **The promise.** Within \`hours\`, of the clock or of the opening hours, in the zone of the calendar; told by the quarter of an hour, the earlier one.
  Where the next opening lies beyond it, the opening is told and some time after it promised (\`keptOpening\`). Without a \`template\` the time is
  an hour before the 24 hours of WhatsApp end at the latest; where it opens only after that, the customer is asked to write again once it is open
  (\`writeAgain\`), and then told by when. What they write meanwhile is answered with \`again\` at most every four hours. A chat that was put into
  the queue while somebody was there is kept too once everybody has gone. The promise is kept by the first words of a person, not by taking the chat.
- **Urgent** makes what the customer writes, a spoken word, an intent or the type. “No hay fuego” and “there is no fire” do not. It goes first,
  is told \`urgent.text\` once, and, unless \`straightToPerson\` is false, comes to the people from wherever the bot is. The built-in words tell of danger to
  people; “urgente” is none of them, as it is written of bills too.
- **The type** is given by the words of the flow alone: no model, no network, the same text always the same type. Words are compared without
  accents, capitals and endings, one slip of the finger is forgiven in a long word, what is denied (“no es por la factura”) counts no more. What speaks for
  a type adds up to a score from 0 to 1: a word that stands alone in \`phrases\` 0.6, a whole sentence 0.75, an intent 0.6, a word from inside
  sentences less, the more types share it. From \`sureFrom\` on, and 0.15 ahead of the second, it is given; else the ticket says that nobody is sure, and
  between which. The words found are kept with it. It hears the intent and the words of the call, a voice message and what the customer
  writes, and is asked again with each message until it is sure. An agent corrects it at the desk; \`ticket.corrected\` tells what it was.
- **How good is it?** Measured on 107 phrases that were held out of 214 written for the sample flow (\`test/flows/tickets/labelled-phrases.json\`), each
  judged alone: Spanish 49 of 49 types given are right, for 49 of 51 phrases that have one; English 41 of 41, for 41 of 41; of 15 phrases of no type one
  was given one. The phrases and the flow's words come from the same hands: take it as the best case, and count \`ticket.corrected\` against
  \`ticket.typed\` in your own events. The test fails below 95 of 100 right, or 80 of 100 typed.
- **Fields** are asked one after the other while a person is waited for, and what is known is not asked. The agent sees each answer on the card as it
  comes. The bot asks no more the moment an agent takes the chat, or the customer asks for a person once more. What the bot had just asked in
  vain is not asked again; who has something urgent is asked nothing, unless the type itself is urgent.
- In recorded conversations the world's \`deskOpen\` and \`deskOpensAt\` say whether somebody is there; \`an agent takes the chat\` makes the bot silent.

${table(HEAD, fieldRows(all.Tickets ?? {}))}

Each of \`types\`:

${table(HEAD, fieldRows(all.TicketType ?? {}))}

Each of its \`fields\`:

${table(HEAD, fieldRows(all.TicketField ?? {}))}

\`promise\`:

${table(HEAD, fieldRows(all.TicketPromise ?? {}))}

\`urgent\`:

${table(HEAD, fieldRows(all.UrgentFilter ?? {}))}

The built-in words: ${Object.entries(URGENT_WORDS)
    .map(([language, words]) => `in ${language} ${words.map((word) => `“${word}”`).join(', ')}`)
    .join('; ')}.

## Steps of the chat

A person can be asked for at any moment, in words (\`humanWords\` adds some); nothing has to be drawn for it.

${sideSections('ChatStep', flow, source)}
## Recorded conversations

\`flows/<id>.cases.json\` holds conversations that are played against the flow. \`--update\` rewrites what is heard, read, sent and
recorded with what happens now: look at the difference before you keep it. A line of a conversation (\`do\`) is one of:
${DEEDS.map((deed) => `\`${deed}\``).join(', ')}.

${table(HEAD, fieldRows(caseFields))}
`;
}

/** What the overview says, in English. */
export const overviewEn = {
  'overview.hint': 'What is going on at this moment, on the phone and in the chat.',
  'overview.trySandbox': 'Try it in the sandbox',
  'overview.openDesk': 'Open the desk',
  'overview.calls': 'Calls',
  'overview.inFlows': 'in a flow now',
  'overview.queued': 'waiting in a queue',
  'overview.handoffs': 'On their way to WhatsApp',
  'overview.underWay': 'handoffs under way',
  'overview.forDelivery': 'waiting for delivery',
  'overview.chats': 'Chats',
  'overview.waiting': 'waiting for a person',
  'overview.oldest': 'longest wait',
  'overview.nobody': 'nobody waits',
  'overview.assigned': 'with an agent',
  'overview.agents': 'Agents',
  'overview.available': 'available now',
  'overview.present': 'present',
  'overview.desk': 'desk',
  'overview.open': 'open',
  'overview.closed': 'closed: nobody there',
  'overview.promise': 'chat wait promised',
  'overview.noPromise': 'none, not known yet',
  'overview.alarms': 'Alarms',
  'overview.noAlarms': 'Nothing to look at. All is well.',
  'overview.toLetters': 'See the work put aside',
  'overview.since': 'since {at}',
  'overview.store': 'Store',
  'overview.asOf': 'As of {at}, refreshed by itself.',
  'store.durable': 'Survives a restart',
  'store.volatile': 'Lost on a restart',
  'alarmText.store-in-memory': 'What is stored is lost when this process ends. Install redis-server or valkey-server, or set REDIS_URL.',
  'alarmText.store-not-durable':
    'What is stored is lost when this Redis restarts: it keeps no append-only file. Set its appendonly to yes.',
  'alarmText.carrier-unreachable': 'The carrier’s REST API fails. Callers who accept stay in the queue; invites are tried again.',
  'alarmText.webhooks-refused':
    '{count, plural, one {# webhook was} other {# webhooks were}} refused in the last 10 minutes, the signature is missing or wrong: check PUBLIC_URL and TWILIO_AUTH_TOKEN.',
  'alarmText.webhooks-malformed':
    '{count, plural, one {# webhook was} other {# webhooks were}} malformed or too large in the last 10 minutes: look for “a webhook was refused” in the log.',
  'alarmText.notes-pending': '{count, plural, one {# note of a call waits} other {# notes of calls wait}} for the store to come back.',
  'alarmText.flow-refused': 'The flow {flow} has errors and was not published; see its page. The release before keeps serving.',
  'alarmText.release-failing':
    'Steps of {flow} failed {count, plural, other {# times}} by a bug; the callers were put through to a person. Publish a repaired flow.',
  'alarmText.template-not-approved':
    '{count, plural, one {# template wording} other {# template wordings}} can’t be sent ({name} {language}: {status}). Offers that need them end at the queue. Run: npm run templates -- push',
  'alarmText.holidays-unknown':
    'The calendar {calendar} of {flow} does not know the days that regions of {country} move or change in {year}. Write them as own days with their date, or update.',
  'alarmText.agent-phone-refused':
    '{whose, select, all {AGENT_DIAL} other {The phone of {name}}} (ending in {digits}) is not rung for promised calls: the carrier answered {code}. Set another number, or allow calls to it at the carrier and set it again.',
  'alarmText.dead-letters':
    '{count, plural, one {# piece of work was put aside} other {# pieces of work were put aside}} after failing five times. Look at them and replay them.',
  'alarmText.offers-stopped':
    'Offers to {scope, select, all {every caller} country {numbers of {name}} other {numbers beginning with {name}}} are stopped: {why, select, budget {the budget of invites ran out} noreplies {nobody there answers} other {by hand}}. Look at it, then lift it in the settings, under the rules of the offer.',
  'alarmText.sender-offline':
    'The carrier says the WhatsApp sender is {status}. Nothing is offered until it is back: look at its page in the carrier’s console.',
  'alarmText.sender-quality-low':
    'WhatsApp rates the quality of the sender as low: people block or report it. Send less, and look at who is invited.',
  'alarmText.sender-stopped':
    'Nothing is begun from {sender}: the carrier answered {code}. {ends, select, open {Mend the cause, then lift the stop on the settings page.} other {It ends by itself.}}',
  'alarmText.messaging-limit':
    '{used} of the {limit} people whom {sender} may write to first in 24 hours were written to. Beyond that callers stay on the telephone.',
  'alarmText.carrier-code': 'Messages failed in the last day for a reason that has to be mended here, see the settings: {codes}.',
  'alarmText.carrier-code-unknown':
    'The carrier gave codes that the table does not know; the callers fell back. Look them up and report them: {codes}.',
  'alarmText.template-recategorised':
    'WhatsApp counts the template {name} ({language}) as {category}. Ask for a review within 60 days, or word it anew.',
  'alarmText.tickets-urgent':
    '{count, plural, one {# urgent chat waits} other {# urgent chats wait}} and nobody has taken it. Open the desk.',
  'alarmText.published-alone':
    '{name} had callers hear release {release} of {flow} without a second person: {why} Somebody else looks at it, on the page of its releases.',
  'alarmText.scheduled-refused':
    'The release of {flow} that was scheduled was refused, and callers hear the one before: {why} Look at its page, then publish or cancel it.',
  'alarmText.tickets-overdue': 'The answer promised to {count, plural, one {# customer} other {# customers}} is overdue. Open the desk.',
  'alarmText.tickets-due-soon': 'The answer promised to {count, plural, one {# customer} other {# customers}} is due soon.',
  'alarm.warning': 'Look at this',
  'alarm.critical': 'Act now',
};

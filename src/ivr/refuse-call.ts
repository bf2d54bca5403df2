import type { Versioned } from '../base/changes.ts';
import type { Decision } from '../base/decide.ts';
import { shardOfId } from '../base/ids.ts';
import type { CallStarted, Prompt, VoiceReply } from '../channels/voice.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS, emptyContact, remember } from '../contacts/load-contact.ts';
import type { PublishedFlow } from '../flows/published-flow.ts';
import { isListed } from '../rules/blocked-numbers.ts';
import { parametersOf, type RuleSettings } from '../rules/settings.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallIdentityFound } from './identify-call.ts';

/** A caller who does not come to the flow: by which rule, and what happens after the sentence. */
interface Refused {
  readonly rule: 'caller-blocked' | 'call-flood';
  readonly goes: 'person' | 'hang-up';
  readonly say: Readonly<Record<'en' | 'es', string>>;
}

const MARK_SECONDS = 86_400;

/** Is this caller on the block-list, or calling too often, and are they to be turned away for it? Pure. */
export function screenCaller(
  rules: RuleSettings,
  found: CallIdentityFound,
  contact: Contact | undefined,
  nowMs: number,
): Refused | undefined {
  const { caller, callId } = found;
  if (caller.kind !== 'number') return undefined;
  const blocked = parametersOf(rules, 'caller-blocked');
  const isBlocked = rules.rules['caller-blocked'].on && isListed(caller, blocked.numbers) !== undefined;
  if (isBlocked && blocked.goes !== 'no-offer')
    return { rule: 'caller-blocked', goes: blocked.goes, say: { en: blocked.sayEn, es: blocked.sayEs } };
  const flood = parametersOf(rules, 'call-flood');
  if (!rules.rules['call-flood'].on || flood.goes === 'no-offer') return undefined;
  const recent = (contact?.calls ?? []).filter((call) => call.callId !== callId && call.atMs > nowMs - flood.minutes * 60_000).length;
  return recent >= flood.calls ? { rule: 'call-flood', goes: flood.goes, say: { en: flood.sayEn, es: flood.sayEs } } : undefined;
}

interface Turned {
  readonly event: CallStarted;
  readonly found: CallIdentityFound;
  readonly known: Versioned<Contact> | undefined;
  readonly published: PublishedFlow;
  readonly refused: Refused;
}

/** The caller hears a sentence in the languages of the line, then a person or the end; never silence. Delivered twice it is counted once. Pure. */
export function refuseCall(deps: Pick<CallDeps, 'agentDial'>, turned: Turned, nowMs: number): Decision<VoiceReply> {
  const { event, found, known, published, refused } = turned;
  const { contactId, callId, caller } = found;
  const contact = known?.value ?? emptyContact(contactId, caller.kind === 'number' ? { phone: caller.canonical } : {});
  return {
    outcome: { verbs: [...sentences(published, refused), lastVerb(deps, refused)] },
    changes: {
      shard: shardOfId(callId) ?? 0,
      marks: [{ name: `refused:${callId}`, value: refused.rule, ttlSeconds: MARK_SECONDS }],
      writes: [
        {
          ref: { kind: 'contact', id: contactId },
          expectedVersion: known?.version ?? 0,
          value: { ...contact, calls: remember(contact.calls, { callId, atMs: nowMs, outcome: 'refused' }) },
          ttlSeconds: CONTACT_TTL_SECONDS,
        },
      ],
      events: [
        {
          type: 'call.refused',
          atMs: nowMs,
          contactId,
          callId,
          flow: published.ref,
          entryNumber: event.to,
          providerId: event.providerCallId,
          data: { rule: refused.rule, goes: refused.goes },
        },
      ],
    },
  };
}

function sentences({ compiled: { flow } }: PublishedFlow, { say }: Refused): readonly Prompt[] {
  const spoken = flow.languages.flatMap((language): Prompt[] => {
    const text = say[language.split('-')[0] as 'en' | 'es'];
    const voice = flow.voices[language];
    return text === undefined ? [] : [{ kind: 'say', text, language, ...(voice !== undefined && { voice }) }];
  });
  return spoken.length > 0 ? spoken : [{ kind: 'say', text: say.en, language: 'en' }];
}

function lastVerb({ agentDial }: Pick<CallDeps, 'agentDial'>, { goes }: Refused): VoiceReply['verbs'][number] {
  return goes === 'person' ? { kind: 'dial', to: agentDial, timeoutSeconds: 60 } : { kind: 'hangup' };
}

import type { Words } from '../../rules/rule.ts';
import { stepsOf } from '../exits.ts';
import type { Offers, ReadinessFacts, ReadinessFinding, Verdict } from './facts.ts';
import { checkProfile } from './profile-checks.ts';
import { checkHumanExits, checkWaits } from './promise-checks.ts';
import { checkFallback, checkSender, checkTemplates } from './sending-checks.ts';
import { checkHours, checkTeams } from './staffing-checks.ts';

type Check = (facts: ReadinessFacts, offers: Offers) => readonly ReadinessFinding[];

/** The checklist, in the order in which it is shown. */
const CHECKS = [
  { id: 'hours', name: { en: 'The chat is staffed in those hours', es: 'El chat está atendido en ese horario' }, check: checkHours },
  { id: 'teams', name: { en: 'Somebody can answer', es: 'Hay quien conteste' }, check: checkTeams },
  {
    id: 'templates',
    name: { en: 'The message is approved in every language', es: 'El mensaje está aprobado en todos los idiomas' },
    check: checkTemplates,
  },
  { id: 'sender', name: { en: 'The sender is healthy', es: 'El remitente está sano' }, check: checkSender },
  { id: 'fallback', name: { en: 'There is a second way', es: 'Hay una segunda vía' }, check: checkFallback },
  { id: 'human', name: { en: 'A person can always be reached', es: 'Siempre se puede llegar a una persona' }, check: checkHumanExits },
  { id: 'waits', name: { en: 'Promised waits are measured', es: 'Las esperas prometidas se miden' }, check: checkWaits },
  { id: 'profile', name: { en: 'The WhatsApp profile agrees', es: 'El perfil de WhatsApp concuerda' }, check: checkProfile },
] as const satisfies readonly { readonly id: string; readonly name: Words; readonly check: Check }[];

export interface ReadinessItem {
  readonly id: (typeof CHECKS)[number]['id'];
  readonly name: Words;
  /** The gravest of its findings. */
  readonly verdict: Verdict;
  readonly findings: readonly ReadinessFinding[];
}

export interface Readiness {
  /** The gravest of all. */
  readonly verdict: Verdict;
  /** False: the flow offers nothing, and nothing was looked at. */
  readonly offers: boolean;
  readonly items: readonly ReadinessItem[];
}

/** Can the offers of this flow be kept, as things stand? Pure. */
export function checkReadiness(facts: ReadinessFacts): Readiness {
  const offers: Offers = [...stepsOf(facts.flow, 'call')].flatMap(([id, step]) => (step.type === 'offer' ? [[id, step] as const] : []));
  if (offers.length === 0) return { verdict: 'ready', offers: false, items: [] };
  const items = CHECKS.map(({ id, name, check }) => {
    const findings = check(facts, offers);
    return { id, name, findings, verdict: gravest(findings.map(({ verdict }) => verdict)) };
  });
  return { verdict: gravest(items.map(({ verdict }) => verdict)), offers: true, items };
}

function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('blocked') ? 'blocked' : verdicts.includes('attention') ? 'attention' : 'ready';
}

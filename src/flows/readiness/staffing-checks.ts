import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { Answerer, Offers, ReadinessFacts, ReadinessFinding } from './facts.ts';
import { deskHours, type IsOpen, phoneHours, stretchesWhere, weekText } from './week-hours.ts';

/** The hours of the desk against those of the telephone, over the coming week. */
export function checkHours({ flow, outlook, isRuleOn, nowMs }: ReadinessFacts, offers: Offers): readonly ReadinessFinding[] {
  const { hours, open } = outlook.desk;
  if (!hours) return [hoursUnset(open)];
  const desk = deskHours(hours, nowMs);
  const phone = phoneHours(flow);
  const both = stretchesWhere((atMs) => desk(atMs) && phone(atMs), nowMs, flow.timeZone);
  if (both.length === 0) return [never(desk, nowMs, flow)];
  const gaps = stretchesWhere((atMs) => phone(atMs) && !desk(atMs), nowMs, flow.timeZone);
  if (gaps.length === 0) {
    return [
      {
        verdict: 'ready',
        words: {
          en: `While the telephone is answered, the chat is: ${weekText(both, 'en')}.`,
          es: `Mientras se atiende el teléfono se atiende el chat: ${weekText(both, 'es')}.`,
        },
      },
    ];
  }
  const silent = offers.filter(([, { eligibility }]) => isRuleOn('desk-unstaffed') && !eligibility.skip.includes('desk-unstaffed'));
  const [en, es] = [weekText(gaps, 'en'), weekText(gaps, 'es')];
  if (silent.length === 0) {
    return [
      {
        verdict: 'ready',
        words: {
          en: `In these hours nobody is at the desk, and the offer says when somebody is: ${en}.`,
          es: `En este horario no hay nadie en la mesa, y la oferta dice cuándo lo habrá: ${es}.`,
        },
      },
    ];
  }
  return [
    {
      verdict: 'attention',
      words: {
        en: `In these hours callers are not offered the chat, as nobody is at the desk: ${en}.`,
        es: `En este horario no se ofrece el chat, porque no hay nadie en la mesa: ${es}.`,
      },
    },
  ];
}

function hoursUnset(open: boolean): ReadinessFinding {
  if (open) {
    return {
      verdict: 'attention',
      words: {
        en: 'Somebody is at the desk now, but no opening hours are set: nobody can be told when the chat is answered. Set them under Settings.',
        es: 'Ahora hay alguien en la mesa, pero no hay horario puesto: no se puede decir cuándo se atiende el chat. Ponlo en Ajustes.',
      },
    };
  }
  return {
    verdict: 'blocked',
    words: {
      en: 'Nobody is at the desk, and no opening hours are set: nothing would be offered, and nothing could be promised. Set the hours under Settings.',
      es: 'No hay nadie en la mesa ni horario puesto: no se ofrecería nada ni se podría prometer nada. Pon el horario en Ajustes.',
    },
  };
}

function never(desk: IsOpen, nowMs: number, { timeZone }: Flow): ReadinessFinding {
  const hours = stretchesWhere(desk, nowMs, timeZone);
  const [en, es] = hours.length > 0 ? [weekText(hours, 'en'), weekText(hours, 'es')] : ['never', 'nunca'];
  return {
    verdict: 'blocked',
    words: {
      en: `The chat is never answered while the telephone is. Hours of the desk: ${en}. Change them under Settings, or the calendar of the flow.`,
      es: `El chat nunca se atiende mientras se atiende el teléfono. Horario de la mesa: ${es}. Cámbialo en Ajustes, o el calendario del flujo.`,
    },
  };
}

/** Every team that the chat side hands over to has people, and they speak the languages of the flow. */
export function checkTeams({ flow, answerers }: ReadinessFacts): readonly ReadinessFinding[] {
  const teams = [...new Set([...stepsOf(flow, 'chat')].flatMap(([, step]) => (step.type === 'assign' ? [step.team] : [])))];
  const findings = teams.flatMap((team) => checkTeam(team, flow, answerers));
  if (findings.length > 0) return findings;
  const names = teams.join(', ');
  return [
    {
      verdict: 'ready',
      words: {
        en: `Every team that chats are handed to has somebody for each language (${names}).`,
        es: `Cada equipo al que se pasan chats tiene a alguien para cada idioma (${names}).`,
      },
    },
  ];
}

function checkTeam(team: string, { languages }: Flow, answerers: readonly Answerer[]): readonly ReadinessFinding[] {
  const members = answerers.filter(({ teams }) => teams.includes(team));
  if (members.length === 0) {
    return [
      {
        verdict: 'blocked',
        words: {
          en: `Nobody who can sign in is in the team “${team}”, and chats are handed to it. Add somebody under Users.`,
          es: `Nadie que pueda entrar está en el equipo «${team}», y se le pasan chats. Añade a alguien en Usuarios.`,
        },
      },
    ];
  }
  const missing = languages.filter((language) => !members.some((member) => member.languages.includes(language)));
  if (missing.length === 0) return [];
  return [
    {
      verdict: 'attention',
      words: {
        en: `Nobody in the team “${team}” speaks ${missing.join(', ')}.`,
        es: `En el equipo «${team}» nadie habla ${missing.join(', ')}.`,
      },
    },
  ];
}

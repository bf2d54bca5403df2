import type { DeskHours, SenderProfile } from '../../channels/outlook.ts';
import type { ReadinessFacts, ReadinessFinding } from './facts.ts';

/** `9-14`, `9:00 a 20:30`, `09.00–18.00 h`, `from 9 to 5pm`. */
const HOURS =
  /(?<!\d)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h)?\s*(?:-|–|—|a las|to|until|till|hasta las|a)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h)?(?![\d/])/giu;

/** What WhatsApp shows people of the business, against what they hear on the telephone. */
export function checkProfile({ sending, flow, outlook }: ReadinessFacts): readonly ReadinessFinding[] {
  const { profile } = sending.sender;
  if (!profile) return [UNKNOWN];
  const findings = [...checkName(profile, flow.business), ...checkHoursSaid(profile, outlook.desk.hours)];
  if (findings.length > 0) return findings;
  return [
    {
      verdict: 'ready',
      words: {
        en: `The WhatsApp profile is “${profile.name}”; its hours agree, or it names none.`,
        es: `El perfil de WhatsApp es «${profile.name}»; su horario concuerda, o no da ninguno.`,
      },
    },
  ];
}

const UNKNOWN: ReadinessFinding = {
  verdict: 'attention',
  words: {
    en: 'The carrier tells nothing of the WhatsApp profile: see for yourself that its name, hours and links are those of the telephone.',
    es: 'El operador no dice nada del perfil de WhatsApp: comprueba tú que su nombre, horario y enlaces son los del teléfono.',
  },
};

function checkName({ name }: SenderProfile, business: string): readonly ReadinessFinding[] {
  if (name !== undefined && (plain(name).includes(plain(business)) || plain(business).includes(plain(name)))) return [];
  return [
    {
      verdict: 'attention',
      words: {
        en: `Callers hear “${business}”, and the message comes from “${name ?? '?'}”: they may not recognise it.`,
        es: `Quien llama oye «${business}», y el mensaje viene de «${name ?? '?'}»: puede que no lo reconozca.`,
      },
    },
  ];
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Hours that the profile names must begin and end when the desk does. */
function checkHoursSaid({ about, description }: SenderProfile, hours: DeskHours | undefined): readonly ReadinessFinding[] {
  if (!hours) return [];
  const said = [...`${about ?? ''}\n${description ?? ''}`.matchAll(HOURS)].map(([text, ...parts]) => ({
    text: text.trim(),
    ...endsOf(parts),
  }));
  const kept = new Set(Object.values(hours.days).flatMap((stretches) => stretches.map(([from, to]) => `${from}-${to}`)));
  const other = said.filter(({ from, to }) => !kept.has(`${from}-${to}`)).map(({ text }) => text);
  if (other.length === 0) return [];
  return [
    {
      verdict: 'attention',
      words: {
        en: `The WhatsApp profile says “${other.join('”, “')}”; the hours of the desk are others.`,
        es: `El perfil de WhatsApp dice «${other.join('», «')}»; el horario de la mesa es otro.`,
      },
    },
  ];
}

function endsOf(parts: readonly (string | undefined)[]): { readonly from: string; readonly to: string } {
  const [hour = '', minute, half, endHour = '', endMinute, endHalf] = parts;
  return { from: clock(hour, minute, half), to: clock(endHour, endMinute, endHalf) };
}

function clock(hour: string, minute = '00', half = ''): string {
  const twelve = Number(hour) % 12;
  const hours = /pm/i.test(half) ? twelve + 12 : /am/i.test(half) ? twelve : Number(hour);
  return `${String(hours).padStart(2, '0')}:${minute}`;
}

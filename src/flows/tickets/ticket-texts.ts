import type { Wording } from '../schema/fields.ts';

/** What is written of a ticket where the flow says nothing itself, in the six languages of the fixed texts. */
export const TICKET_TEXTS = {
  kept: {
    es: 'Ahora mismo no hay nadie conectado. Guardamos su caso {{caseNumber}} y una persona le contestará aquí mismo a más tardar {{answerBy}}.',
    en: 'Nobody is online right now. We are keeping your case {{caseNumber}}, and a person will answer you here {{answerBy}} at the latest.',
    ca: 'Ara mateix no hi ha ningú connectat. Guardem el seu cas {{caseNumber}} i una persona li contestarà aquí mateix com a molt tard {{answerBy}}.',
    gl: 'Agora mesmo non hai ninguén conectado. Gardamos o seu caso {{caseNumber}} e unha persoa contestaralle aquí mesmo como moi tarde {{answerBy}}.',
    eu: 'Une honetan ez dago inor konektatuta. Zure kasua gordeko dugu ({{caseNumber}}) eta pertsona batek hemen bertan erantzungo dizu, beranduenez {{answerBy}}.',
    pt: 'Neste momento não há ninguém ligado. Guardamos o seu caso {{caseNumber}} e uma pessoa responderá aqui mesmo o mais tardar {{answerBy}}.',
  },
  keptOpening: {
    es: 'Ahora mismo no hay nadie conectado. Guardamos su caso {{caseNumber}}; abrimos {{opensAt}} y una persona le contestará aquí mismo a más tardar {{answerBy}}.',
    en: 'Nobody is online right now. We are keeping your case {{caseNumber}}; we open {{opensAt}}, and a person will answer you here {{answerBy}} at the latest.',
    ca: 'Ara mateix no hi ha ningú connectat. Guardem el seu cas {{caseNumber}}; obrim {{opensAt}} i una persona li contestarà aquí mateix com a molt tard {{answerBy}}.',
    gl: 'Agora mesmo non hai ninguén conectado. Gardamos o seu caso {{caseNumber}}; abrimos {{opensAt}} e unha persoa contestaralle aquí mesmo como moi tarde {{answerBy}}.',
    eu: 'Une honetan ez dago inor konektatuta. Zure kasua gordeko dugu ({{caseNumber}}). Noiz irekiko dugu: {{opensAt}}. Pertsona batek hemen bertan erantzungo dizu, beranduenez {{answerBy}}.',
    pt: 'Neste momento não há ninguém ligado. Guardamos o seu caso {{caseNumber}}; abrimos {{opensAt}} e uma pessoa responderá aqui mesmo o mais tardar {{answerBy}}.',
  },
  writeAgain: {
    es: 'Ahora mismo no hay nadie conectado. Guardamos su caso {{caseNumber}}; abrimos {{opensAt}}. WhatsApp solo nos deja contestar durante las 24 horas siguientes a su último mensaje: escríbanos aquí otra vez cuando hayamos abierto y le atendemos.',
    en: 'Nobody is online right now. We are keeping your case {{caseNumber}}; we open {{opensAt}}. WhatsApp lets us answer only within 24 hours of your last message: write to us here again once we are open, and we will help you.',
    ca: 'Ara mateix no hi ha ningú connectat. Guardem el seu cas {{caseNumber}}; obrim {{opensAt}}. WhatsApp només ens deixa contestar durant les 24 hores següents al seu últim missatge: escrigui’ns aquí un altre cop quan hàgim obert i l’atenem.',
    gl: 'Agora mesmo non hai ninguén conectado. Gardamos o seu caso {{caseNumber}}; abrimos {{opensAt}}. WhatsApp só nos deixa contestar durante as 24 horas seguintes á súa última mensaxe: escríbanos aquí outra vez cando abramos e atenderémolo.',
    eu: 'Une honetan ez dago inor konektatuta. Zure kasua gordeko dugu ({{caseNumber}}). Noiz irekiko dugu: {{opensAt}}. WhatsAppek zure azken mezuaren ondorengo 24 orduetan bakarrik uzten digu erantzuten: idatzi berriro hemen irekitakoan, eta lagunduko dizugu.',
    pt: 'Neste momento não há ninguém ligado. Guardamos o seu caso {{caseNumber}}; abrimos {{opensAt}}. O WhatsApp só nos deixa responder nas 24 horas seguintes à sua última mensagem: escreva-nos aqui outra vez quando tivermos aberto e ajudamos.',
  },
  again: {
    es: 'Lo añadimos a su caso {{caseNumber}}.',
    en: 'We have added it to your case {{caseNumber}}.',
    ca: 'Ho afegim al seu cas {{caseNumber}}.',
    gl: 'Engadímolo ao seu caso {{caseNumber}}.',
    eu: 'Zure kasuari gehitu diogu ({{caseNumber}}).',
    pt: 'Acrescentámo-lo ao seu caso {{caseNumber}}.',
  },
} as const satisfies Readonly<Record<string, Wording>>;

/** What the chat says on its own account, beside the flow's wording. Customer's texts in six languages, the desk's entries in two. */

type Texts = Readonly<Record<string, string>>;

const CUSTOMER: Readonly<Record<string, Texts>> = {
  es: {
    callCancelled: 'De acuerdo: no le llamaremos.',
    callUnreached: 'Le hemos llamado, como nos pidió, y no hemos podido hablar con usted. Si todavía lo necesita, escríbanos aquí.',
    callNotMade: 'No hemos podido llamarle como le prometimos, y lo sentimos. Escríbanos aquí y le atendemos.',
    whoWrites: 'Este número lo usan varias personas. ¿Quién nos escribe?',
    usualPerson: 'La de siempre',
    otherPerson: 'Otra persona',
    waitMinutes: 'Si prefiere hablar con una persona, la espera ahora es de {{wait}}.',
    opensAt: 'Ahora mismo no hay nadie conectado; abrimos {{when}} y le contestaremos entonces.',
    nobodyThere: 'Ahora mismo no hay ninguna persona conectada.',
    passedOn: 'Pasamos la conversación a una persona de nuestro equipo, que verá todo lo que ya nos ha contado.',
    passedOnClosed: 'Ahora mismo no hay nadie conectado. Guardamos la conversación y una persona le contestará aquí mismo.',
    agentJoined: 'Le atiende {{agent}}.',
    passedToAgent: 'Pasamos su conversación a {{agent}}, que ya tiene delante todo lo anterior.',
    passedToTeam: 'Pasamos su conversación a otro equipo, que verá todo lo anterior. Le escribirán aquí mismo.',
    agentGone: '{{agent}} no puede seguir en este momento. Su conversación pasa a otra persona del equipo, que verá todo lo anterior.',
    backToBot: 'Seguimos con el asistente automático. Escriba «persona» cuando quiera volver con alguien.',
    closed: 'Hemos cerrado su caso {{caseNumber}}. Si necesita algo más, escriba aquí y lo retomamos.',
    optedOut: 'No le escribiremos más por aquí. Si cambia de idea, escriba ALTA.',
    optOutAsked: 'Si quiere dejar de recibir mensajes nuestros, escriba BAJA. Si no, conteste a lo anterior y seguimos.',
    optedIn: 'Volvemos a escribirle por aquí cuando lo pida. Para dejar de recibir mensajes, escriba BAJA.',
    notMe: 'Disculpe la molestia: alguien indicó este número por error. No volveremos a escribirle sobre esa llamada.',
    location: 'Ubicación',
  },
  en: {
    callCancelled: 'All right: we will not call you.',
    callUnreached: 'We called you, as you asked, and could not reach you. If you still need us, write to us here.',
    callNotMade: 'We could not make the call that we promised you, and we are sorry. Write to us here and we will help you.',
    whoWrites: 'Several people use this number. Who is writing?',
    usualPerson: 'The usual person',
    otherPerson: 'Somebody else',
    waitMinutes: 'If you would rather talk to a person, the wait is now {{wait}}.',
    opensAt: 'Nobody is online right now; we open {{when}} and will answer you then.',
    nobodyThere: 'Nobody from our team is online right now.',
    passedOn: 'We are passing the conversation to a person in our team, who will see everything you have told us.',
    passedOnClosed: 'Nobody is online right now. We are keeping the conversation, and a person will answer you here.',
    agentJoined: '{{agent}} is now with you.',
    passedToAgent: 'We are passing your conversation to {{agent}}, who can see everything so far.',
    passedToTeam: 'We are passing your conversation to another team, who will see everything so far. They will write to you here.',
    agentGone: '{{agent}} cannot go on right now. Your conversation is going to somebody else in the team, who will see everything so far.',
    backToBot: 'The automatic assistant goes on from here. Write “person” whenever you want somebody again.',
    closed: 'We have closed your case {{caseNumber}}. If you need anything else, write here and we will take it up again.',
    optedOut: 'We will not write to you here any more. If you change your mind, write START.',
    optOutAsked: 'To get no more messages from us, write STOP. Otherwise, answer the question above and we will carry on.',
    optedIn: 'We will write to you here again when you ask for it. To get no more messages, write STOP.',
    notMe: 'Sorry to have bothered you: somebody gave us this number by mistake. We will not write to you about that call again.',
    location: 'Location',
  },
  ca: {
    callCancelled: 'D’acord: no li trucarem.',
    callUnreached: 'L’hem trucat, tal com ens va demanar, i no hem pogut parlar amb vostè. Si encara ho necessita, escrigui’ns aquí.',
    callNotMade: 'No l’hem pogut trucar com li vam prometre, i ho sentim. Escrigui’ns aquí i l’atenem.',
    whoWrites: 'Aquest número el fan servir diverses persones. Qui ens escriu?',
    usualPerson: 'La de sempre',
    otherPerson: 'Una altra persona',
    waitMinutes: 'Si prefereix parlar amb una persona, l’espera ara és de {{wait}}.',
    opensAt: 'Ara mateix no hi ha ningú connectat; obrim {{when}} i li contestarem aleshores.',
    nobodyThere: 'Ara mateix no hi ha cap persona connectada.',
    passedOn: 'Passem la conversa a una persona del nostre equip, que veurà tot el que ja ens ha explicat.',
    passedOnClosed: 'Ara mateix no hi ha ningú connectat. Guardem la conversa i una persona li contestarà aquí mateix.',
    agentJoined: 'L’atén {{agent}}.',
    passedToAgent: 'Passem la seva conversa a {{agent}}, que ja té davant tot l’anterior.',
    passedToTeam: 'Passem la seva conversa a un altre equip, que veurà tot l’anterior. Li escriuran aquí mateix.',
    agentGone:
      '{{agent}} no pot continuar en aquest moment. La seva conversa passa a una altra persona de l’equip, que veurà tot l’anterior.',
    backToBot: 'Continuem amb l’assistent automàtic. Escrigui «persona» quan vulgui tornar amb algú.',
    closed: 'Hem tancat el seu cas {{caseNumber}}. Si necessita res més, escrigui aquí i el reprenem.',
    optedOut: 'No li escriurem més per aquí. Si canvia d’idea, escrigui ALTA.',
    optOutAsked: 'Si vol deixar de rebre missatges nostres, escrigui BAIXA. Si no, contesti l’anterior i continuem.',
    optedIn: 'Tornarem a escriure-li per aquí quan ho demani. Per deixar de rebre missatges, escrigui BAIXA.',
    notMe: 'Disculpi la molèstia: algú va indicar aquest número per error. No li tornarem a escriure sobre aquesta trucada.',
    location: 'Ubicació',
  },
  gl: {
    callCancelled: 'De acordo: non o chamaremos.',
    callUnreached: 'Chamámolo, como nos pediu, e non puidemos falar con vostede. Se aínda o precisa, escríbanos aquí.',
    callNotMade: 'Non puidemos chamalo como lle prometemos, e sentímolo. Escríbanos aquí e atenderémolo.',
    whoWrites: 'Este número úsano varias persoas. Quen nos escribe?',
    usualPerson: 'A de sempre',
    otherPerson: 'Outra persoa',
    waitMinutes: 'Se prefire falar cunha persoa, a espera agora é de {{wait}}.',
    opensAt: 'Agora mesmo non hai ninguén conectado; abrimos {{when}} e contestarémoslle entón.',
    nobodyThere: 'Agora mesmo non hai ningunha persoa conectada.',
    passedOn: 'Pasamos a conversa a unha persoa do noso equipo, que verá todo o que xa nos contou.',
    passedOnClosed: 'Agora mesmo non hai ninguén conectado. Gardamos a conversa e unha persoa contestaralle aquí mesmo.',
    agentJoined: 'Aténdeo {{agent}}.',
    passedToAgent: 'Pasamos a súa conversa a {{agent}}, que xa ten diante todo o anterior.',
    passedToTeam: 'Pasamos a súa conversa a outro equipo, que verá todo o anterior. Escribiranlle aquí mesmo.',
    agentGone: '{{agent}} non pode seguir neste momento. A súa conversa pasa a outra persoa do equipo, que verá todo o anterior.',
    backToBot: 'Seguimos co asistente automático. Escriba «persoa» cando queira volver con alguén.',
    closed: 'Pechamos o seu caso {{caseNumber}}. Se precisa algo máis, escriba aquí e retomámolo.',
    optedOut: 'Non lle escribiremos máis por aquí. Se cambia de idea, escriba ALTA.',
    optOutAsked: 'Se quere deixar de recibir mensaxes nosas, escriba BAIXA. Se non, conteste ao anterior e seguimos.',
    optedIn: 'Volveremos escribirlle por aquí cando o pida. Para deixar de recibir mensaxes, escriba BAIXA.',
    notMe: 'Desculpe a molestia: alguén indicou este número por erro. Non lle volveremos escribir sobre esa chamada.',
    location: 'Localización',
  },
  eu: {
    callCancelled: 'Ados: ez dizugu deituko.',
    callUnreached: 'Deitu dizugu, eskatu bezala, eta ezin izan dugu zurekin hitz egin. Oraindik behar baduzu, idatzi hemen.',
    callNotMade: 'Ezin izan dizugu agindu bezala deitu, eta sentitzen dugu. Idatzi hemen eta lagunduko dizugu.',
    whoWrites: 'Zenbaki hau hainbat lagunek erabiltzen dute. Nork idazten du?',
    usualPerson: 'Ohikoa',
    otherPerson: 'Beste norbait',
    waitMinutes: 'Pertsona batekin hitz egin nahi baduzu, itxaronaldia orain: {{wait}}.',
    opensAt: 'Une honetan ez dago inor konektatuta. Noiz irekiko dugu: {{when}}. Orduan erantzungo dizugu.',
    nobodyThere: 'Une honetan ez dago inor konektatuta.',
    passedOn: 'Elkarrizketa gure taldeko pertsona bati pasatuko diogu; kontatu diguzun guztia ikusiko du.',
    passedOnClosed: 'Une honetan ez dago inor konektatuta. Elkarrizketa gordeko dugu eta pertsona batek hemen bertan erantzungo dizu.',
    agentJoined: 'Orain zurekin: {{agent}}.',
    passedToAgent: 'Orain zurekin jarraituko du: {{agent}}. Aurreko guztia ikus dezake.',
    passedToTeam: 'Elkarrizketa beste talde bati pasatuko diogu; aurreko guztia ikusiko du. Hemen bertan idatziko dizute.',
    agentGone: 'Zure elkarrizketa taldeko beste pertsona bati pasatuko diogu; aurreko guztia ikusiko du.',
    backToBot: 'Laguntzaile automatikoarekin jarraituko dugu. Idatzi «pertsona» norbaitekin hitz egin nahi duzunean.',
    closed: 'Zure kasua itxi dugu: {{caseNumber}}. Beste zerbait behar baduzu, idatzi hemen.',
    optedOut: 'Ez dizugu hemendik gehiago idatziko. Iritziz aldatzen baduzu, idatzi HASI.',
    optOutAsked: 'Gure mezurik gehiago jaso nahi ez baduzu, idatzi GELDITU. Bestela, erantzun aurrekoari eta jarraituko dugu.',
    optedIn: 'Hemendik idatziko dizugu berriro, eskatzen duzunean. Mezurik ez jasotzeko, idatzi GELDITU.',
    notMe: 'Barkatu eragozpena: norbaitek zenbaki hau okerrez eman zuen. Ez dizugu dei horri buruz berriro idatziko.',
    location: 'Kokapena',
  },
  pt: {
    callCancelled: 'De acordo: não lhe ligaremos.',
    callUnreached: 'Ligámos-lhe, como nos pediu, e não conseguimos falar consigo. Se ainda precisar, escreva-nos aqui.',
    callNotMade: 'Não conseguimos ligar-lhe como prometemos, e lamentamos. Escreva-nos aqui e ajudamos.',
    whoWrites: 'Várias pessoas usam este número. Quem nos escreve?',
    usualPerson: 'A de sempre',
    otherPerson: 'Outra pessoa',
    waitMinutes: 'Se preferir falar com uma pessoa, a espera agora é de {{wait}}.',
    opensAt: 'Neste momento não há ninguém ligado; abrimos {{when}} e responderemos então.',
    nobodyThere: 'Neste momento não há ninguém da equipa ligado.',
    passedOn: 'Passamos a conversa a uma pessoa da nossa equipa, que verá tudo o que já nos contou.',
    passedOnClosed: 'Neste momento não há ninguém ligado. Guardamos a conversa e uma pessoa responderá aqui mesmo.',
    agentJoined: 'Está agora com {{agent}}.',
    passedToAgent: 'Passamos a sua conversa a {{agent}}, que já tem à frente tudo o que foi dito.',
    passedToTeam: 'Passamos a sua conversa a outra equipa, que verá tudo o que foi dito. Vão escrever-lhe aqui mesmo.',
    agentGone: '{{agent}} não pode continuar neste momento. A sua conversa passa a outra pessoa da equipa, que verá tudo o que foi dito.',
    backToBot: 'Continuamos com o assistente automático. Escreva «pessoa» quando quiser voltar a falar com alguém.',
    closed: 'Fechámos o seu caso {{caseNumber}}. Se precisar de mais alguma coisa, escreva aqui e retomamos.',
    optedOut: 'Não lhe escreveremos mais por aqui. Se mudar de ideias, escreva VOLTAR.',
    optOutAsked: 'Se quiser deixar de receber as nossas mensagens, escreva SAIR. Se não, responda ao anterior e continuamos.',
    optedIn: 'Voltamos a escrever-lhe por aqui quando o pedir. Para não receber mais mensagens, escreva SAIR.',
    notMe: 'Desculpe o incómodo: alguém indicou este número por engano. Não voltaremos a escrever-lhe sobre essa chamada.',
    location: 'Localização',
  },
};

const DESK: Readonly<Record<string, Texts>> = {
  es: {
    callCancelled: 'Ya no quiere que le llamemos: la llamada prometida queda anulada.',
    callUnreached: 'Se le llamó como se le había prometido, y no contestó.',
    callNotMade: 'La llamada prometida no se ha hecho.',
    personNamed: '{{by}} indica que escribe {{name}}. El número lo usan varias personas.',
    personSaid: 'Dice ser {{name}}.',
    personUnknown: 'No dice ser nadie conocido de este número.',
    goesOnIn: 'Es la misma persona del caso {{caseNumber}}: lo que escriba llega allí.',
    openedFromCall: 'Continúa una llamada.',
    openedAgain: 'Nuevo episodio de un caso anterior, con los datos de su llamada.',
    callPromised: '{{agent}} promete una llamada: suena primero el teléfono del agente.',
    beginsAnew: 'El bot empieza de nuevo, con la versión del flujo que está en uso.',
    sessionReset: '{{by}} reinicia la sesión de esta persona.',
    openedDirect: 'Chat directo: ninguna llamada lo precede.',
    openedVoicemail: 'Mensaje de voz, dejado por teléfono.',
    openedByLink: 'Chat directo, abierto por «{{name}}»: ninguna llamada lo precede.',
    linkUsed: 'El cliente ha vuelto a entrar por «{{name}}».',
    newCall: 'El cliente continúa aquí otra llamada. La ficha muestra la nueva.',
    queued: 'En espera de una persona ({{team}}).',
    claimed: '{{agent}} atiende el chat.',
    takenOver: '{{agent}} toma el chat.',
    transferredToAgent: '{{by}} pasa el chat a {{agent}}.',
    transferredToTeam: '{{by}} pasa el chat al equipo {{team}}.',
    agentGone: '{{agent}} lleva un rato sin conexión: el chat vuelve a la espera.',
    handedBack: '{{agent}} devuelve el chat al bot.',
    botFailed: 'El bot no pudo seguir: el chat pasa a una persona.',
    closedBy: '{{agent}} cierra el chat ({{disposition}}).',
    closedByBot: 'El bot cierra el chat ({{disposition}}).',
    closedIdle: 'Cerrado: sin actividad del cliente.',
    optedOut: 'El cliente pidió que no se le escriba.',
    optedOutWrites:
      'El cliente se dio de baja y ahora vuelve a escribir: se le puede contestar con texto libre, sin plantillas. La palabra ALTA anula la baja.',
    optedOutAgain: 'El cliente repite que no se le escriba.',
    optedIn: 'El cliente vuelve a aceptar mensajes.',
    notMe: 'El destinatario dice que no era él: la invitación queda anulada.',
    notSettled: 'El cliente dice que no ha quedado resuelto: el caso sigue abierto.',
    answerHidden: '•••• (respuesta confidencial: no se guarda)',
    ticketDueSoon: 'Se acerca la hora a la que prometimos contestar.',
    ticketMissed: 'Ha pasado la hora a la que prometimos contestar.',
    ticketRetyped: '{{agent}} cambia el tipo: {{type}}.',
    ticketUrgent: '{{agent}} marca el caso como urgente.',
    ticketCalmed: '{{agent}} quita la marca de urgente.',
    windowClosing: 'Queda una hora para contestar con texto libre; después solo se pueden enviar plantillas.',
  },
  en: {
    callCancelled: 'They no longer want to be called: the promised call is cancelled.',
    callUnreached: 'They were called as promised, and did not come to the phone.',
    callNotMade: 'The promised call was not made.',
    personNamed: '{{by}} says that {{name}} is writing. Several people use this number.',
    personSaid: 'Says to be {{name}}.',
    personUnknown: 'Says to be nobody known of this number.',
    goesOnIn: 'The same person as in case {{caseNumber}}: what they write arrives there.',
    openedFromCall: 'Continues a phone call.',
    openedAgain: 'A new episode of an earlier case, with what its call told us.',
    callPromised: '{{agent}} promised a call: the agent’s phone rings first.',
    beginsAnew: 'The bot begins anew, with the release of the flow that is in use.',
    sessionReset: '{{by}} reset this person’s session.',
    openedDirect: 'A direct chat: no call came before it.',
    openedVoicemail: 'A voice message, left on the phone.',
    openedByLink: 'A direct chat, opened through “{{name}}”: no call came before it.',
    linkUsed: 'The customer came in through “{{name}}” again.',
    newCall: 'The customer continues another call here. The card shows the new one.',
    queued: 'Waiting for a person ({{team}}).',
    claimed: '{{agent}} has the chat.',
    takenOver: '{{agent}} took the chat over.',
    transferredToAgent: '{{by}} passed the chat to {{agent}}.',
    transferredToTeam: '{{by}} passed the chat to the team {{team}}.',
    agentGone: '{{agent}} has been offline for a while: the chat waits again.',
    handedBack: '{{agent}} handed the chat back to the bot.',
    botFailed: 'The bot could not go on: the chat goes to a person.',
    closedBy: '{{agent}} closed the chat ({{disposition}}).',
    closedByBot: 'The bot closed the chat ({{disposition}}).',
    closedIdle: 'Closed: nothing more came from the customer.',
    optedOut: 'The customer asked not to be written to.',
    optedOutWrites:
      'The customer opted out and now writes again: free text may answer, templates may not. The word START lifts the opt-out.',
    optedOutAgain: 'The customer says once more not to be written to.',
    optedIn: 'The customer accepts messages again.',
    notMe: 'The recipient says it was not them: the invite is withdrawn.',
    notSettled: 'The customer says that it is not solved: the case goes on.',
    answerHidden: '•••• (confidential answer: not kept)',
    ticketDueSoon: 'The time by which we promised to answer is near.',
    ticketMissed: 'The time by which we promised to answer has passed.',
    ticketRetyped: '{{agent}} changed the type: {{type}}.',
    ticketUrgent: '{{agent}} marked the case as urgent.',
    ticketCalmed: '{{agent}} took the mark urgent away.',
    windowClosing: 'One hour left to answer with free text; after that only templates can be sent.',
  },
};

export type CustomerText =
  | 'whoWrites'
  | 'usualPerson'
  | 'otherPerson'
  | 'waitMinutes'
  | 'opensAt'
  | 'nobodyThere'
  | 'passedOn'
  | 'passedOnClosed'
  | 'agentJoined'
  | 'passedToAgent'
  | 'passedToTeam'
  | 'agentGone'
  | 'backToBot'
  | 'closed'
  | 'optedOut'
  | 'optOutAsked'
  | 'optedIn'
  | 'notMe'
  | 'callCancelled'
  | 'callUnreached'
  | 'callNotMade'
  | 'location';
export type DeskText =
  | 'openedFromCall'
  | 'openedAgain'
  | 'callPromised'
  | 'beginsAnew'
  | 'sessionReset'
  | 'openedDirect'
  | 'openedVoicemail'
  | 'callCancelled'
  | 'callUnreached'
  | 'callNotMade'
  | 'openedByLink'
  | 'personNamed'
  | 'personSaid'
  | 'personUnknown'
  | 'goesOnIn'
  | 'linkUsed'
  | 'newCall'
  | 'queued'
  | 'claimed'
  | 'takenOver'
  | 'transferredToAgent'
  | 'transferredToTeam'
  | 'agentGone'
  | 'handedBack'
  | 'botFailed'
  | 'closedBy'
  | 'closedByBot'
  | 'closedIdle'
  | 'optedOut'
  | 'optedOutWrites'
  | 'optedOutAgain'
  | 'optedIn'
  | 'notMe'
  | 'notSettled'
  | 'answerHidden'
  | 'ticketDueSoon'
  | 'ticketMissed'
  | 'ticketRetyped'
  | 'ticketUrgent'
  | 'ticketCalmed'
  | 'windowClosing';

/** Every entry of the system: the pages word them too. */
export const DESK_TEXTS: readonly string[] = Object.keys(DESK.en ?? {});

/** A text for the customer; in English where the language is none of the six. */
export function customerText(language: string, key: CustomerText, values: Texts = {}): string {
  return fillIn((CUSTOMER[bare(language)] ?? CUSTOMER.en)?.[key] ?? '', values);
}

/** An entry that agents read in the thread: in Spanish where the chat is in a language of Spain, otherwise in English. */
export function deskText(language: string, key: DeskText, values: Texts = {}): string {
  const spoken = ['es', 'ca', 'gl', 'eu'].includes(bare(language)) ? DESK.es : DESK.en;
  return fillIn(spoken?.[key] ?? '', values);
}

function bare(language: string): string {
  return language.split('-')[0] as string;
}

function fillIn(text: string, values: Texts): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** Lo que el lenguaje de flujos dice de los ajustes de un flujo, en español, por la frase inglesa de su esquema. */
export const settingHelpEs: Readonly<Record<string, string>> = {
  'The name of the business, as callers hear it: {{business}}.': 'El nombre de la empresa, como lo oye quien llama: {{business}}.',
  'The first is the default.': 'El primero es el que se usa si no se elige otro.',
  'The tables that the flow reads, by name, with the columns it needs. Their rows are kept on the page Tables and are not part of a release.':
    'Las tablas que lee el flujo, por su nombre, con las columnas que necesita. Sus filas se guardan en la página Tablas y no son parte de una versión.',
  'The columns that are read, with their types.': 'Las columnas que se leen, con su clase.',
  'How speech is heard wherever a step says nothing else.': 'Cómo se escucha la voz donde un paso no dice otra cosa.',
  'Words by which a chatter, or a caller who speaks, asks for a person, beside the built-in ones.':
    'Palabras con las que se pide una persona, al escribir o al hablar, además de las incorporadas.',
  'Opening hours by name; those of flows/calendars/<name>.calendar.json are there as well.':
    'Horarios por su nombre; también están los de flows/calendars/<nombre>.calendar.json.',
  'Parts by name; those of flows/parts/<name>.part.json are there as well.':
    'Partes por su nombre; también están las de flows/parts/<nombre>.part.json.',
  'One message, to who had consented, when a call ended before its end. Never to who called again, is in a chat, said no to the chat in that call, or is kept from it by a rule of the offer.':
    'Un mensaje, a quien lo había aceptado, cuando una llamada acabó antes de su final. Nunca a quien volvió a llamar, está en un chat, dijo que no al chat en esa llamada, o a quien una regla de la oferta excluye.',
  'A caller who dropped in the middle. Absent: nobody is written to.': 'Quien se quedó a medias. Sin esto no se escribe a nadie.',
  'The template that is sent, unless templates names one for the intent. It says nothing of the call.':
    'La plantilla que se envía, salvo que haya otra para lo que quería quien llamó. No dice nada de la llamada.',
  'Templates by intent, for callers who alone use their number.':
    'Plantillas según lo que quería quien llamó, para quien es la única persona que usa su número.',
  'How long after the end of the call: who is cut off often calls again at once, and then nothing is sent.':
    'Cuánto después del fin de la llamada: a quien se le corta suele llamar otra vez enseguida, y entonces no se envía nada.',
  'Not later than this after the end of the call, whatever held it up.':
    'No más tarde de esto tras el fin de la llamada, sea lo que sea lo que lo retrasó.',
  'Where the caller was: question is a collect, confirm or callback step, offer also the wait for the message, dial a person who is being rung, voicemail a message that was not left.':
    'Dónde estaba quien llamaba: una pregunta es un paso de recoger, confirmar o devolver la llamada; la oferta incluye la espera del mensaje; el buzón, un mensaje que no se dejó.',
  'A call that ended unanswered: no person, no chat, no message left, no call back promised, and no answer from the flow itself. Absent: nobody is written to. It is off because ringing is no consent: a message goes only to who agreed, on an earlier call, to be written to about calls (an offer with consent calls).':
    'Una llamada que acabó sin respuesta: ni persona, ni chat, ni mensaje, ni llamada prometida, ni respuesta del propio flujo. Sin esto no se escribe a nadie. Está apagado porque llamar no es consentir: solo se escribe a quien aceptó, en una llamada anterior, que se le escribiera sobre llamadas.',
  'out-of-hours: an hours step found it closed. nobody-came: a person was wanted and none answered.':
    'Cerrado: un paso de horario lo encontró cerrado. Nadie: se quería una persona y ninguna atendió.',
  'A customer who was promised a call and did not come to the phone, however often it was tried. Absent: nobody is written to but in an open chat. Counted from the last try; always inside the hours of contact of the country.':
    'Un cliente al que se prometió una llamada y no la cogió, por más veces que se intentó. Sin esto solo se escribe en un chat abierto. Se cuenta desde el último intento; siempre dentro del horario de contacto del país.',
  'How many days an earlier consent counts.': 'Cuántos días vale un consentimiento anterior.',
  '… and not from this hour on. With the rule do-not-disturb switched on, not outside the hours of the country either.':
    '… ni a partir de esta hora. Con la regla de no molestar, tampoco fuera del horario del país.',
  'Absent: chats that wait have no type and no promise, and nothing is urgent.':
    'Sin esto los chats que esperan no tienen clase ni promesa, y nada urge.',
  'As agents and reports call it.': 'Como la llaman los agentes y los informes.',
  'What customers write who mean this: single words and whole sentences, by language. A word alone counts for more than one inside a sentence.':
    'Lo que escriben los clientes que se refieren a esto: palabras sueltas y frases enteras, por idioma. Una palabra sola cuenta más que dentro de una frase.',
  'Intents of the call or of the chat that speak for this type.':
    'Lo que se quería en la llamada o en el chat y habla a favor de esta clase.',
  'Who answers; without it, the team of the assign step.': 'Quién responde; sin esto, el equipo del paso de asignar.',
  'Without them, those of the assign step.': 'Sin ellas, las del paso de asignar.',
  '0 goes first; without it, that of the assign step.': '0 va primero; sin esto, la del paso de asignar.',
  'Tickets of this type are urgent.': 'Los tickets de esta clase urgen.',
  'Asked one after the other while the customer waits for a person; it ends the moment an agent takes the chat.':
    'Se preguntan una tras otra mientras el cliente espera a una persona; se acaba en cuanto un agente toma el chat.',
  'Gets the answer, and is shown to the agent as soon as it comes. A sensitive one can’t be asked for here.':
    'Recibe la respuesta y se muestra al agente en cuanto llega. Aquí no se puede pedir una secreta.',
  'The question. It is left out when the variable has a value already.': 'La pregunta. Se omite si la variable ya tiene un valor.',
  'What counts as an answer; without it, any text.': 'Qué vale como respuesta; sin esto, cualquier texto.',
  'Up to three answers to tap; the variable gets the id.': 'Hasta tres respuestas para pulsar; la variable recibe el id.',
  'Written when the answer does not fit, before the question is asked again.':
    'Se escribe si la respuesta no encaja, antes de repetir la pregunta.',
  'How many answers that don’t fit are forgiven; then the next question comes.':
    'Cuántas respuestas que no encajan se perdonan; luego viene la pregunta siguiente.',
  'How sure the classifier must be to give a type, from 0 to 1; below, or between two, it says that it is not sure.':
    'Cuánta seguridad hace falta para dar una clase, de 0 a 1; por debajo, o entre dos, dice que no está seguro.',
  'By when a ticket is answered that came while nobody was there.': 'Para cuándo se responde un ticket que llegó cuando no había nadie.',
  'A person answers within so many hours.': 'Una persona responde en tantas horas.',
  'clock: hours of the day and the night. opening: only those in which it is open, by the calendar or else the desk’s hours.':
    'Todas las horas del día y de la noche, o solo aquellas en las que está abierto, según el calendario o el horario de atención.',
  'When somebody is there; without it, the opening hours of the desk, if they are set.':
    'Cuándo hay alguien; sin esto, el horario de atención, si está puesto.',
  'Where the next opening lies beyond the promise, it is answered so long after it opens.':
    'Si la próxima apertura queda más allá de la promesa, se responde este tiempo después de abrir.',
  'So long before the promise is missed, an alarm says so.': 'Este tiempo antes de incumplir la promesa salta un aviso.',
  'What makes a ticket urgent. Urgent ones go first.': 'Lo que hace urgente un ticket. Los urgentes van primero.',
  'Words and sentences that make a ticket urgent. “No hay fuego” does not.':
    'Palabras y frases que hacen urgente un ticket. «No hay fuego» no lo hace.',
  'Also the built-in ones, in Spanish and English: danger to people, fire, gas, a flood.':
    'También las incorporadas, en español e inglés: peligro para personas, fuego, gas, una inundación.',
  'Intents that make a ticket urgent.': 'Lo que, si se quería, hace urgente el ticket.',
  'Written at once, one time: what to do in an emergency, such as the number to call.':
    'Se escribe al momento, una sola vez: qué hacer en una emergencia, por ejemplo a qué número llamar.',
  'Whoever writes something urgent goes to the people at the desk at once, whatever the bot was asking.':
    'Quien escribe algo urgente pasa enseguida a las personas de atención, preguntara lo que preguntara el bot.',
  'Written when nobody is there, instead of the assign step’s textClosed: {{caseNumber}}, {{answerBy}}.':
    'Se escribe si no hay nadie, en vez del texto del paso de asignar: {{caseNumber}}, {{answerBy}}.',
  'Instead of it, where the next opening lies beyond the promise: {{opensAt}}, {{answerBy}}.':
    'En su lugar, si la próxima apertura queda más allá de la promesa: {{opensAt}}, {{answerBy}}.',
  'Instead of it, where WhatsApp does not let us answer so late and there is no template: {{opensAt}}.':
    'En su lugar, si WhatsApp no deja responder tan tarde y no hay plantilla: {{opensAt}}.',
  'Written to somebody who writes more while nobody is there, at most every four hours.':
    'Se escribe a quien sigue escribiendo mientras no hay nadie, como mucho cada cuatro horas.',
  'A template of flows/templates, no invite, with which agents answer when the 24 hours of WhatsApp have passed.':
    'Una plantilla de flows/templates, que no sea invitación, con la que responden los agentes pasadas las 24 horas de WhatsApp.',
  'Written before the first question of a type’s fields.': 'Se escribe antes de la primera pregunta de una clase.',
  'Written after the last answer.': 'Se escribe tras la última respuesta.',
  'The first message of every chat from a call: {{caseNumber}}, {{known}}, {{expectation}}.':
    'El primer mensaje de todo chat que viene de una llamada: {{caseNumber}}, {{known}}, {{expectation}}.',
  'By intent, a sentence that says what the call already told; it stands at {{known}}, and is left out when one of its variables has no value.':
    'Según lo que se quería, una frase que dice lo que la llamada ya contó; va en {{known}}, y se omite si una de sus variables no tiene valor.',
  'The first message of a chat that no call led to.': 'El primer mensaje de un chat al que no llevó ninguna llamada.',
  'A survey step that is asked when an agent closes the chat, while the service window is open.':
    'Un paso de encuesta que se pregunta cuando un agente cierra el chat, mientras se pueda escribir.',
  'Asked after these ends only.': 'Se pregunta solo tras estos finales.',
  'Never stored, logged or shown: card numbers, PINs. Gone at the next wait.':
    'Nunca se guarda, se anota ni se muestra: números de tarjeta, PIN. Desaparece en la siguiente espera.',
  'What a run step gives: needed, unless there is a default.':
    'Lo que da un paso que ejecuta la parte: hace falta, salvo que haya un valor si no se indica.',
  'The part’s own variables. They begin afresh on every run and are forgotten at its end.':
    'Las variables propias de la parte. Empiezan de nuevo cada vez y se olvidan al final.',
  'What a run step may save at the end.': 'Lo que un paso que ejecuta la parte puede guardar al final.',
  'The ends of the part, as return steps name them.': 'Los finales de la parte, como los nombran los pasos de retorno.',
};

import { settingHelpEs } from './setting-help-es.ts';

/** Lo que el lenguaje de flujos dice de sus pasos y campos, en español, por la frase inglesa de su esquema. */
export const helpEs: Readonly<Record<string, string>> = {
  ...settingHelpEs,
  'Says something and goes on.': 'Dice algo y sigue.',
  'A remark for colleagues; no caller hears it.': 'Una nota para el equipo; nadie que llame la oye.',
  'Asks the caller to choose by key or word.': 'Pide elegir con una tecla o una palabra.',
  'Words that choose this option by speech, and its name on the canvas.':
    'Palabras que eligen esta opción de viva voz, y su nombre en el lienzo.',
  'More words that choose this option by speech.': 'Más palabras que eligen esta opción de viva voz.',
  'What the caller wants, remembered for the offer, the template and the report.':
    'Lo que quiere quien llama; se recuerda para la oferta, la plantilla y los informes.',
  'This option asks for a person.': 'Esta opción pide una persona.',
  'Silence that counts as no answer, in seconds.': 'Silencio que cuenta como falta de respuesta, en segundos.',
  'The budget of retries. A wrong key never eats a retry of silence, nor the other way round.':
    'Los reintentos que hay. Una tecla errónea nunca gasta un reintento por silencio, ni al revés.',
  'How many wrong answers are forgiven.': 'Cuántas respuestas erróneas se perdonan.',
  'How many silences are forgiven; counted apart from wrong answers.':
    'Cuántos silencios se perdonan; se cuentan aparte de las respuestas erróneas.',
  'Also listen to speech. Keys always work beside it.': 'Escuchar también la voz. Las teclas siempre funcionan a la vez.',
  'Words the recogniser should expect; labels and words of options are among them already.':
    'Palabras que el reconocedor debe esperar; los nombres y palabras de las opciones ya están entre ellas.',
  'Where the recogniser is less sure than this, the caller is asked whether that was said. 0.5 unless set; 0 never asks.':
    'Si el reconocedor está menos seguro que esto, se pregunta si fue eso lo que se dijo. 0,5 si no se indica; con 0 nunca se pregunta.',
  'Silence that ends a spoken answer, in seconds; unless set, the carrier finds the end itself.':
    'Silencio que termina una respuesta hablada, en segundos; si no se indica, el operador encuentra el final por sí mismo.',
  'The recogniser, by the carrier’s name; unless set, the carrier chooses and changes over when one fails.':
    'El reconocedor, con el nombre que le da el operador; si no se indica, el operador elige y cambia cuando uno falla.',
  'The dearer kind of the model phone_call.': 'La variante más cara del modelo phone_call.',
  'Swear words are masked with asterisks. The carrier does so unless this is false.':
    'Las palabrotas se tapan con asteriscos. El operador lo hace salvo que aquí se diga que no.',
  'False: the caller’s voice does not interrupt the prompt. Keys always do.':
    'No: la voz de quien llama no interrumpe la locución. Las teclas siempre la interrumpen.',
  'Asks about something heard badly: {{heard}}, in a menu also {{key}}, its option’s. Elsewhere 1 is yes and 2 is no. There is a sentence for it in es, en, ca, gl, eu and pt.':
    'Pregunta por algo que se oyó mal: {{heard}}, y en un menú también {{key}}, la de su opción. Fuera de los menús, 1 es sí y 2 es no. Ya hay una frase en es, en, ca, gl, eu y pt.',
  'Said when speech was not understood; without it invalidText, or a sentence of our own.':
    'Se dice cuando no se entendió la voz; sin ella, la frase tras una respuesta errónea, o una frase nuestra.',
  'Says the keys, when speech was not understood twice; without it they are named by the labels.':
    'Dice las teclas cuando no se entendió la voz dos veces; sin ella se nombran según las opciones.',
  'Said after a wrong key, before the prompt again.': 'Se dice tras una tecla errónea, antes de repetir la pregunta.',
  'Said after silence, before the prompt again.': 'Se dice tras un silencio, antes de repetir la pregunta.',
  'Repeats the prompt; costs no retry.': 'Repite la pregunta; no gasta reintentos.',
  'Goes back to the menu before; costs no retry.': 'Vuelve al menú anterior; no gasta reintentos.',
  'The exit when too many wrong keys were pressed.': 'La salida cuando se pulsaron demasiadas teclas erróneas.',
  'The exit after too many silences.': 'La salida tras demasiados silencios.',
  'Collects digits or a spoken answer into a variable.': 'Recoge cifras o una respuesta hablada en una variable.',
  'What counts as a good answer.': 'Lo que vale como respuesta.',
  'The name of a person: letters, blanks, hyphens and apostrophes; the chat side only.':
    'El nombre de una persona: letras, espacios, guiones y apóstrofos; solo en el chat.',
  'An e-mail address; the chat side only.': 'Una dirección de correo; solo en el chat.',
  'A postal code.': 'Un código postal.',
  'A regular expression (RE2 syntax), matched whole.': 'Una expresión regular (sintaxis RE2) que debe coincidir entera.',
  'Shorter text is no answer.': 'Un texto más corto no es una respuesta.',
  'Free text; the chat side only.': 'Texto libre; solo en el chat.',
  'The country, as ES; its own form is checked where it is known.': 'El país, como ES; se comprueba su propia forma si se conoce.',
  'A lone press of this key asks for a person.': 'Pulsar solo esta tecla pide una persona.',
  'Reads something back and asks whether it is right.': 'Repite algo y pregunta si es correcto.',
  'Reads back what was understood: {{orderNumber|digits}}.': 'Repite lo que se entendió: {{orderNumber|digits}}.',
  'Chooses by condition, without asking.': 'Elige según una condición, sin preguntar.',
  'The first case that is true is taken.': 'Se toma el primer caso que se cumpla.',
  'Looks something up over HTTP.': 'Consulta algo por HTTP.',
  'https://… or a path on this service; {{variable}} is filled in and encoded. Private addresses are refused unless the operator allows them.':
    'https://… o una ruta de este servicio; {{variable}} se rellena y se codifica. Las direcciones privadas se rechazan salvo que se permitan en la instalación.',
  'Fields of a JSON body; {{variable}} is filled in.': 'Campos de un cuerpo JSON; {{variable}} se rellena.',
  'The time limit of one try, in milliseconds: the caller hears silence meanwhile.':
    'El límite de tiempo de un intento, en milisegundos: mientras tanto se oye silencio.',
  'Further tries after a network failure or a 5xx.': 'Más intentos tras un fallo de red o un 5xx.',
  'Variables and where in the JSON answer their values stand, such as order.state.':
    'Variables y dónde están sus valores en la respuesta JSON, como order.state.',
  'The JSON answer used in recorded cases and in "flow run".': 'La respuesta JSON que se usa en los casos grabados y en «flow run».',
  'The exit when the answer came.': 'La salida cuando llegó la respuesta.',
  'The exit when it did not, in time or at all.': 'La salida cuando no llegó, o no a tiempo.',
  'The exit when the other side answers 404; without it, failed.': 'La salida cuando el otro lado responde 404; sin ella, la de fallo.',
  'Sets variables.': 'Da valores a variables.',
  'Variables and the expressions that give their values.': 'Variables y las expresiones que les dan valor.',
  'Changes the language from here on.': 'Cambia el idioma desde aquí.',
  'Chooses by the opening hours of a calendar.': 'Elige según el horario de un calendario.',
  'The queue or team whose exceptions count. Without it, on the phone, the queue that the flow comes to next.':
    'La cola o el equipo cuyas excepciones cuentan. Sin ella, al teléfono, la próxima cola a la que llegue el flujo.',
  'The exit outside the hours; {{opensAt}} is known from here on.': 'La salida fuera del horario; {{opensAt}} se conoce desde aquí.',
  'The exit when it is closed on a public holiday or an own day: {{holiday}}. Without it, closed.':
    'La salida cuando está cerrado por un festivo o un día propio: {{holiday}}. Sin ella, la de cerrado.',
  'Leads people different ways, to compare them. Which arm a person has is recorded once a journey.':
    'Lleva a la gente por caminos distintos, para compararlos. La variante de cada persona se anota una vez por recorrido.',
  'The name of the experiment. A person stays in the same arm on every call and in the chat, as long as the name is the same.':
    'El nombre del experimento. Cada persona sigue en la misma variante en todas las llamadas y en el chat mientras el nombre no cambie.',
  'Its share among the weights of all arms. 0: nobody new, who is in it stays for the journey.':
    'Su parte entre los pesos de todas las variantes. 0: nadie nuevo; quien está en ella sigue durante su recorrido.',
  'Runs a part: steps that several places share.': 'Ejecuta un fragmento: pasos que comparten varios lugares.',
  'The part that is run: of this flow, or flows/parts/<name>.part.json.':
    'El fragmento que se ejecuta: de este flujo, o flows/parts/<nombre>.part.json.',
  'The parameters of the part and the expressions that give their values.':
    'Los parámetros del fragmento y las expresiones que les dan valor.',
  'Variables of this flow and the results of the part that they take.':
    'Variables de este flujo y los resultados del fragmento que reciben.',
  'Where each end of the part leads.': 'Adónde lleva cada final del fragmento.',
  'Ends a part by one of its exits. In parts only.': 'Termina un fragmento por una de sus salidas. Solo en fragmentos.',
  'Offers to go on in WhatsApp. Its dialogue (number, sending, holding the line) is built in.':
    'Ofrece seguir en WhatsApp. Su diálogo (número, envío, espera en la línea) ya viene hecho.',
  'Offer only if this is true; otherwise the exit withheld.': 'Ofrecer solo si esto se cumple; si no, la salida sin oferta.',
  'Everything the offer says.': 'Todo lo que dice la oferta.',
  'The offer without any wait in it. Must name the business and the keys.':
    'La oferta sin ninguna espera. Debe nombrar a la empresa y las teclas.',
  'Used when both waits are known: {{phoneWait}} and {{chatWait}}.':
    'Se usa cuando se conocen las dos esperas: {{phoneWait}} y {{chatWait}}.',
  'Used when only the wait on the phone is known: {{phoneWait}}.': 'Se usa cuando solo se conoce la espera al teléfono: {{phoneWait}}.',
  'Used when only the wait in the chat is known: {{chatWait}}.': 'Se usa cuando solo se conoce la espera en el chat: {{chatWait}}.',
  'Used when nobody is at the desk and the rule desk-unstaffed is switched off: says so, and promises no wait in the chat.':
    'Se usa cuando no hay nadie en atención y la regla desk-unstaffed está desactivada: lo dice, y no promete ninguna espera en el chat.',
  'Said once after accepting, while the line is held. {{lastDigits}} is the number written to.':
    'Se dice una vez tras aceptar, mientras se mantiene la línea. {{lastDigits}} es el número al que se escribe.',
  'Said when the message has arrived: the caller may hang up or stay.': 'Se dice cuando el mensaje ha llegado: se puede colgar o seguir.',
  'Said when the message could not be delivered.': 'Se dice cuando el mensaje no se pudo entregar.',
  'Said when a text message with a link was sent instead.': 'Se dice cuando en su lugar se envió un SMS con un enlace.',
  'Said when nothing is known at the end of the hold.': 'Se dice cuando al final de la espera no se sabe nada.',
  'Asks for a mobile number by keypad.': 'Pide un número de móvil con el teclado.',
  'Reads the number back: {{number|digits}}; 1 is right, 2 again.': 'Repite el número: {{number|digits}}; 1 es correcto, 2 otra vez.',
  'Asks whether the caller’s own number is right, by {{lastDigits}}; 1 yes, 2 another. Without it, confirmNumber with the last digits.':
    'Pregunta si el propio número es correcto, por {{lastDigits}}; 1 sí, 2 otro. Sin ella, la repetición del número con las últimas cifras.',
  'Said when the number is no usable mobile number.': 'Se dice cuando el número no es un móvil que sirva.',
  'Said when no number was found to write to: nothing was sent. There is a sentence for it in es, en, ca, gl, eu and pt.':
    'Se dice cuando no se encontró un número al que escribir: no se envió nada. Ya hay una frase en es, en, ca, gl, eu y pt.',
  'Have the message sent to another mobile.': 'Pedir que el mensaje vaya a otro móvil.',
  'Ask for a confirmation of the caller’s own number, by its last digits, before sending.':
    'Pedir que se confirme el propio número, por sus últimas cifras, antes de enviar.',
  'What the key agrees to, as the wording says it. query: messages about this query. calls: also a message when a later call of theirs is cut off or goes unanswered; the wording must say so.':
    'A qué da permiso la tecla, tal como lo dice el texto: mensajes sobre esta consulta, o además un mensaje cuando otra llamada suya se corte o quede sin atender; el texto debe decirlo.',
  'The template used, unless templates names one for the intent.': 'La plantilla que se usa, salvo que haya una para el motivo.',
  'Templates by intent.': 'Plantillas según el motivo.',
  'Rules that are switched off here; docs/eligibility.md lists them.': 'Reglas desactivadas aquí; están en docs/eligibility.md.',
  'Beyond this wait in the chat nothing is offered; without it the settings say.':
    'Con más espera que esta en el chat no se ofrece nada; sin ella, lo dicen los ajustes.',
  'At most this many invites to one person …': 'Como máximo tantas invitaciones a una persona …',
  '… in this many hours; without them the settings say.': '… en tantas horas; sin ellas, lo dicen los ajustes.',
  'How long a number that could not be reached is left alone.': 'Cuánto tiempo se deja en paz un número al que no se pudo llegar.',
  'How long the line is held until delivery is known.': 'Cuánto se mantiene la línea hasta saber si llegó.',
  'What is tried when the message can’t be delivered; then the exit failed.':
    'Lo que se prueba cuando el mensaje no se puede entregar; después, la salida de fallo.',
  'How long a reply still belongs to this call.': 'Cuánto tiempo una respuesta sigue siendo de esta llamada.',
  'One reminder at most to who got the message and did not reply. Not when they wrote, spoke to a person, opted out or were invited too often meanwhile. Absent: none.':
    'Como mucho un recordatorio a quien recibió el mensaje y no respondió. No si entretanto escribió, habló con una persona, se dio de baja o fue invitado demasiadas veces. Si falta: ninguno.',
  'The template of the reminder; its buttons carry the token of the call, like an invite’s.':
    'La plantilla del recordatorio; sus botones llevan la clave de la llamada, como los de una invitación.',
  'How long after the delivery of the invite.': 'Cuánto después de entregarse la invitación.',
  'Not before this hour where the person is …': 'No antes de esta hora donde está la persona …',
  '… and not from this hour on; never outside the hours of contact of the country.':
    '… ni desde esta hora; nunca fuera de las horas de contacto del país.',
  'The exit when the message has arrived.': 'La salida cuando el mensaje ha llegado.',
  'The exit when the caller stays on the line.': 'La salida cuando quien llama sigue en la línea.',
  'The exit when the caller says nothing.': 'La salida cuando quien llama no dice nada.',
  'The exit when the caller asks for a person.': 'La salida cuando quien llama pide una persona.',
  'The exit when the offer is not made.': 'La salida cuando no se hace la oferta.',
  'The exit when the message did not arrive, or not in time.': 'La salida cuando el mensaje no llegó, o no a tiempo.',
  'Waits for an agent.': 'Espera a un agente.',
  'The name of the queue.': 'El nombre de la cola.',
  'Said once, before the caller is queued.': 'Se dice una vez, antes de entrar en la cola.',
  'Said now and then while waiting: {{position}}, {{phoneWait}}.':
    'Se dice de vez en cuando durante la espera: {{position}}, {{phoneWait}}.',
  'The same when the wait is not known.': 'Lo mismo cuando no se conoce la espera.',
  'How often it is said.': 'Cada cuánto se dice.',
  'A recording: /audio/… for a file in flows/audio, or an https address; without it there are pauses.':
    'Una grabación: /audio/… para un archivo de flows/audio, o una dirección https; sin ella hay pausas.',
  'An offer step whose dialogue is held while the caller keeps the place in the queue.':
    'Un paso de oferta cuyo diálogo se mantiene mientras quien llama conserva su puesto en la cola.',
  'Somebody answers day and night. Without it the linter asks for an hours step on the way here.':
    'Alguien atiende día y noche. Sin ello se pide un paso de horario en el camino hasta aquí.',
  'The exit after the conversation with the agent.': 'La salida tras la conversación con el agente.',
  'The exit when the queue takes nobody more.': 'La salida cuando la cola no admite a nadie más.',
  'The exit when the queue can’t be used.': 'La salida cuando la cola no se puede usar.',
  'Puts the caller through.': 'Pasa la llamada.',
  'A number in E.164 or a sip: address; without it, the operator’s AGENT_DIAL.':
    'Un número en E.164 o una dirección sip:; sin él, el AGENT_DIAL de la instalación.',
  'Records a message. It comes to the desk as a case, with what the call already told.':
    'Graba un mensaje. Llega a atención como un caso, con lo que ya contó la llamada.',
  'Said before the tone. Must say that what follows is recorded.': 'Se dice antes del tono. Debe decir que lo que sigue se graba.',
  'The longest message, in seconds.': 'El mensaje más largo, en segundos.',
  'Shorter than this is no message: the exit tooShort.': 'Más corto que esto no es un mensaje: la salida de demasiado corto.',
  'Silence that ends the message, in seconds.': 'Silencio que termina el mensaje, en segundos.',
  'The key that ends the message; any: every key does.': 'La tecla que termina el mensaje; o cualquiera de ellas.',
  'Ask the carrier for the text of the message. It gives one for English and up to two minutes; it comes later.':
    'Pedir al operador el texto del mensaje. Lo da para el inglés y hasta dos minutos; llega más tarde.',
  'Whose waiting list the message comes to.': 'A la lista de espera de quién llega el mensaje.',
  '0 goes first.': '0 va primero.',
  'The exit when a message was left. Who hangs up after speaking has left one, too.':
    'La salida cuando se dejó un mensaje. Quien cuelga tras hablar también ha dejado uno.',
  'The exit when nothing was said, or too little.': 'La salida cuando no se dijo nada, o muy poco.',
  'The exit when the message could not be recorded.': 'La salida cuando no se pudo grabar el mensaje.',
  'Promises a call: at a time, or as soon as somebody is free. An agent is rung first, then the customer.':
    'Promete una llamada: a una hora, o en cuanto alguien esté libre. Primero suena el agente y después el cliente.',
  'Whose agents are rung.': 'A los agentes de quién se llama.',
  'Offer “as soon as somebody is free”, while the team is there. The place is that of the moment of asking.':
    'Ofrecer «en cuanto alguien esté libre», mientras el equipo esté. El puesto es el del momento de pedirlo.',
  'Times are offered on the half hour by the caller’s own clock, in the opening hours of the desk.':
    'Las horas se ofrecen a y media o en punto según el reloj de quien llama, dentro del horario de atención.',
  'How many times are offered; a chat shows two options at most.': 'Cuántas horas se ofrecen; un chat muestra dos opciones como máximo.',
  'How far apart they are.': 'Cuánto distan entre sí.',
  'No time sooner than this.': 'Ninguna hora antes que esta.',
  'No time further ahead than this.': 'Ninguna hora más lejana que esta.',
  'Nobody is called before this, by the clock where they are.': 'No se llama a nadie antes de esta hora, según el reloj de donde está.',
  'Nor after this.': 'Ni después de esta.',
  'How often the customer is called …': 'Cuántas veces se llama al cliente …',
  '… and how far apart, when they do not come to the phone.': '… y con qué intervalo, cuando no se pone al teléfono.',
  'After the promised time, when no agent is free.': 'Pasada la hora prometida, cuando no hay un agente libre.',
  'Our number that is shown to whoever is called; unless set, the number they called, in a chat the sender’s.':
    'Nuestro número, el que ve la persona a la que se llama; si no se indica, el número al que llamó, y en un chat el del remitente.',
  'Everything the callback says.': 'Todo lo que se dice al prometer una llamada.',
  'Said before the times.': 'Se dice antes de las horas.',
  '“Press {{slotKey}} for a call as soon as somebody is free.”': '«Pulse {{slotKey}} para que le llamemos en cuanto alguien esté libre.»',
  'One of the times: {{slot}}, {{slotKey}}.': 'Una de las horas: {{slot}}, {{slotKey}}.',
  'How to go on without a call: {{slotKey}}.': 'Cómo seguir sin llamada: {{slotKey}}.',
  'Asks whether the caller’s own number, by {{lastDigits}}, is to be called; 1 yes, 2 another.':
    'Pregunta si se debe llamar al propio número, por {{lastDigits}}; 1 sí, 2 otro.',
  'Asks for a number by keypad.': 'Pide un número con el teclado.',
  'Said when it is no number that can be called.': 'Se dice cuando no es un número al que se pueda llamar.',
  'Said when a time was taken: {{slot}}.': 'Se dice cuando se eligió una hora: {{slot}}.',
  'Said when the call comes as soon as somebody is free.': 'Se dice cuando la llamada será en cuanto alguien esté libre.',
  'Said to somebody who was promised a call already: {{slot}}; 1 keeps it, 2 takes another time, 3 cancels it.':
    'Se dice a quien ya tiene prometida una llamada: {{slot}}; 1 la mantiene, 2 toma otra hora, 3 la anula.',
  'The same, to somebody who is called as soon as somebody is free.': 'Lo mismo, a quien se llamará en cuanto alguien esté libre.',
  'Said when it was cancelled.': 'Se dice cuando se anuló.',
  'Said when no call can be promised.': 'Se dice cuando no se puede prometer una llamada.',
  'Said after a wrong key.': 'Se dice tras una tecla errónea.',
  'Goes on without a call.': 'Sigue sin llamada.',
  'The exit when a call is promised, or the one promised before is kept.':
    'La salida cuando se promete una llamada, o se mantiene la prometida antes.',
  'The exit without a call: the caller chose so, or said nothing.': 'La salida sin llamada: se eligió así, o no se dijo nada.',
  'The exit when the one promised before was cancelled.': 'La salida cuando se anuló la prometida antes.',
  'The exit when there is no time to offer, or no number to call.': 'La salida cuando no hay hora que ofrecer o número al que llamar.',
  'Ends the call.': 'Termina la llamada.',
  'Said before.': 'Se dice antes.',
  'Writes something and goes on.': 'Escribe algo y sigue.',
  'The message; with media the caption, with a location its name.': 'El mensaje; con una imagen, su pie; con un lugar, su nombre.',
  'A picture, a video, a voice message or a document. Documents and sound carry no caption: the text is then a message before.':
    'Una imagen, un vídeo, un mensaje de voz o un documento. Los documentos y el sonido no llevan pie: el texto es entonces un mensaje anterior.',
  'A place on the map.': 'Un lugar en el mapa.',
  'Up to three shortcuts. The flow does not wait; tapped at any time while the bot has the chat, one leads to its step.':
    'Hasta tres atajos. El flujo no espera; si se toca uno mientras el bot lleva el chat, conduce a su paso.',
  'The id of an answer: a small letter, then small letters, digits or hyphens; at most 40.':
    'El identificador de una respuesta: una minúscula y después minúsculas, cifras o guiones; 40 como máximo.',
  'The same as a list of up to ten.': 'Lo mismo como lista de hasta diez.',
  'What opens the list; at most 20 characters.': 'Lo que abre la lista; 20 caracteres como máximo.',
  'At most 24 characters; needed when there are several sections.': '24 caracteres como máximo; hace falta cuando hay varias secciones.',
  'At most 24 characters.': '24 caracteres como máximo.',
  'A second, smaller line of at most 72 characters.': 'Una segunda línea, más pequeña, de 72 caracteres como máximo.',
  'Sent in place of the message when the 24 hours have passed before it can go out.':
    'Se envía en lugar del mensaje cuando pasan las 24 horas antes de que pueda salir.',
  'A template of flows/templates that is no invite.': 'Una plantilla de flows/templates que no sea una invitación.',
  'What fills the variables of the template.': 'Lo que rellena las variables de la plantilla.',
  'Asks a question: buttons, a list, a typed answer, a place or a file.':
    'Hace una pregunta: botones, una lista, una respuesta escrita, un lugar o un archivo.',
  'Up to three answers to tap.': 'Hasta tres respuestas para tocar.',
  'Up to ten answers to choose from, instead of buttons.': 'Hasta diez respuestas entre las que elegir, en lugar de botones.',
  'Asks for a place. The customer shares it, or types an address; `variable` gets it in words.':
    'Pide un lugar. El cliente lo comparte, o escribe una dirección; la variable lo recibe en palabras.',
  'Gets the latitude, a number.': 'Recibe la latitud, un número.',
  'Gets the longitude, a number.': 'Recibe la longitud, un número.',
  'Gets the name of the place, if there is one.': 'Recibe el nombre del lugar, si lo hay.',
  'Gets the address: the one of the place, or the one that was typed.': 'Recibe la dirección: la del lugar, o la que se escribió.',
  'Asks for a file. It is looked at before the flow goes on; `variable` gets its id, and the agent sees it.':
    'Pide un archivo. Se examina antes de que el flujo siga; la variable recibe su identificador, y el agente lo ve.',
  'What is taken: a photo, a video, a voice message, a document such as a PDF.':
    'Lo que se acepta: una foto, un vídeo, un mensaje de voz, un documento como un PDF.',
  'WhatsApp carries 16 at most.': 'WhatsApp lleva 16 como máximo.',
  'Written when it is nothing of what is taken: says what to send instead.':
    'Se escribe cuando no es nada de lo que se acepta: dice qué enviar en su lugar.',
  'Written when it is too large: says how large it may be.': 'Se escribe cuando es demasiado grande: dice cuánto puede ocupar.',
  'Do not ask for what the call already collected.': 'No preguntar lo que la llamada ya recogió.',
  'The exit after too many answers that don’t fit: never a dead end.':
    'La salida tras demasiadas respuestas que no valen: nunca un callejón sin salida.',
  'Asks once whether it is solved or how it was. Silence is no answer.':
    'Pregunta una vez si está resuelto o qué tal fue. El silencio no es una respuesta.',
  'Is it solved? The answer is counted as confirmed or denied.': '¿Está resuelto? La respuesta cuenta como confirmado o negado.',
  'How satisfied, from 1 to 5: 4 and 5 are positive.': 'Cuán satisfecho, de 1 a 5: 4 y 5 son positivos.',
  'How likely to recommend us, typed as a number from 0 to 10: 9 and 10 are positive.':
    'Con qué probabilidad nos recomendaría, escrito como un número de 0 a 10: 9 y 10 son positivos.',
  'At most 20 characters.': '20 caracteres como máximo.',
  'What opens the list of five marks; at most 20 characters.': 'Lo que abre la lista de cinco notas; 20 caracteres como máximo.',
  'The five marks, the worst first; without them one to five stars.':
    'Las cinco notas, la peor primero; sin ellas, de una a cinco estrellas.',
  'Asked after the answer, unless that was “no”: a few words, if they like.':
    'Se pide tras la respuesta, salvo que fuera «no»: unas palabras, si se quiere.',
  'The button of those who have nothing to add; at most 20 characters.':
    'El botón de quien no tiene nada que añadir; 20 caracteres como máximo.',
  'Gets the score: 1 or 0 for yes and no, otherwise the number.': 'Recibe la nota: 1 o 0 para sí y no; si no, el número.',
  'The exit after an answer, and where the chat was asked before: nobody is asked twice.':
    'La salida tras una respuesta, y cuando ya se preguntó en este chat: a nadie se le pregunta dos veces.',
  'The exit after “no”, 1 or 2 of 5, 0 to 6 of 10: the way back to a person.':
    'La salida tras un «no», 1 o 2 de 5, 0 a 6 de 10: el camino de vuelta a una persona.',
  'The exit when something else is written: no answer, but somebody should read it.':
    'La salida cuando se escribe otra cosa: no es una respuesta, pero alguien debería leerlo.',
  'Hands the chat to a human.': 'Pasa el chat a una persona.',
  'Written before: an expectation that is true. {{chatWait}}, {{opensAt}}.':
    'Se escribe antes: una expectativa que sea cierta. {{chatWait}}, {{opensAt}}.',
  'Written instead when nobody is there.': 'Se escribe en su lugar cuando no hay nadie.',
  'Where the bot goes on when the agent hands back.': 'Dónde sigue el bot cuando el agente devuelve el chat.',
  'Promises a call to somebody who writes. “Call me”, written at any moment while the bot is there, leads to it; who waits for a person goes on waiting.':
    'Promete una llamada a quien escribe. «Llámame», escrito en cualquier momento mientras está el bot, conduce aquí; quien espera a una persona sigue esperando.',
  'Asks when to call; the times follow as buttons.': 'Pregunta cuándo llamar; las horas siguen como botones.',
  'The button “as soon as possible”; 20 characters at most.': 'El botón «cuanto antes»; 20 caracteres como máximo.',
  'The button “no, thank you”.': 'El botón «no, gracias».',
  'Written when a time was taken: {{slot}}.': 'Se escribe cuando se eligió una hora: {{slot}}.',
  'Written when the call comes as soon as somebody is free.': 'Se escribe cuando la llamada será en cuanto alguien esté libre.',
  'Written to somebody who was promised a call already: {{slot}}.': 'Se escribe a quien ya tiene prometida una llamada: {{slot}}.',
  'The exit when a call is promised, or was before.': 'La salida cuando se promete una llamada, o ya lo estaba.',
  'The exit without a call.': 'La salida sin llamada.',
  'The exit when there is no time to offer, or no number is known.': 'La salida cuando no hay hora que ofrecer o no se conoce el número.',
  'Ends the chat.': 'Termina el chat.',
};

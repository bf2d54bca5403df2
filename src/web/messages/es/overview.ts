import type { overviewEn } from '../en/overview.ts';

/** Lo que dice el resumen, en español. */
export const overviewEs: Record<keyof typeof overviewEn, string> = {
  'overview.hint': 'Lo que está pasando ahora mismo, por teléfono y por chat.',
  'overview.trySandbox': 'Probar en el simulador',
  'overview.openDesk': 'Abrir la atención',
  'overview.calls': 'Llamadas',
  'overview.inFlows': 'en un flujo ahora',
  'overview.queued': 'en cola',
  'overview.handoffs': 'De camino a WhatsApp',
  'overview.underWay': 'traspasos en curso',
  'overview.forDelivery': 'pendientes de entrega',
  'overview.chats': 'Chats',
  'overview.waiting': 'esperando a una persona',
  'overview.oldest': 'espera más larga',
  'overview.nobody': 'nadie espera',
  'overview.assigned': 'con un agente',
  'overview.agents': 'Agentes',
  'overview.available': 'disponibles ahora',
  'overview.present': 'presentes',
  'overview.desk': 'atención',
  'overview.open': 'abierta',
  'overview.closed': 'cerrada: no hay nadie',
  'overview.promise': 'espera prometida en chat',
  'overview.noPromise': 'ninguna, aún no se sabe',
  'overview.alarms': 'Alarmas',
  'overview.noAlarms': 'Nada que revisar. Todo va bien.',
  'overview.toLetters': 'Ver el trabajo apartado',
  'overview.since': 'desde {at}',
  'overview.store': 'Almacén de datos',
  'overview.asOf': 'Datos de las {at}; se actualizan solos.',
  'store.durable': 'Sobrevive a un reinicio',
  'store.volatile': 'Se pierde al reiniciar',
  'alarmText.store-in-memory':
    'Lo guardado se pierde cuando termine este proceso. Instala redis-server o valkey-server, o define REDIS_URL.',
  'alarmText.store-not-durable':
    'Lo guardado se pierde si este Redis se reinicia: no lleva un fichero de solo añadir. Pon su appendonly a yes.',
  'alarmText.carrier-unreachable': 'Falla la API REST del operador. Quien acepta sigue en la cola; las invitaciones se vuelven a intentar.',
  'alarmText.webhooks-refused':
    'En los últimos 10 minutos {count, plural, one {se ha rechazado # webhook} other {se han rechazado # webhooks}}: falta la firma o no es correcta. Revisa PUBLIC_URL y TWILIO_AUTH_TOKEN.',
  'alarmText.webhooks-malformed':
    'En los últimos 10 minutos {count, plural, one {ha llegado # webhook mal formado} other {han llegado # webhooks mal formados}} o demasiado grande: busca «a webhook was refused» en el registro.',
  'alarmText.notes-pending':
    '{count, plural, one {# nota de una llamada espera} other {# notas de llamadas esperan}} a que vuelva el almacén.',
  'alarmText.flow-refused': 'El flujo {flow} tiene errores y no se ha publicado; mira su página. La versión anterior sigue atendiendo.',
  'alarmText.release-failing':
    'Pasos de {flow} han fallado {count, plural, other {# veces}} por un error del programa; se pasó a quien llamaba con una persona. Publica un flujo reparado.',
  'alarmText.template-not-approved':
    '{count, plural, one {No se puede enviar # texto de plantilla} other {No se pueden enviar # textos de plantillas}} ({name} {language}: {status}). Las ofertas que los necesitan acaban en la cola. Ejecuta: npm run templates -- push',
  'alarmText.holidays-unknown':
    'El calendario {calendar} de {flow} no conoce los festivos que las regiones de {country} trasladan o cambian en {year}. Escríbelos como días propios con su fecha, o actualiza.',
  'alarmText.agent-phone-refused':
    '{whose, select, all {AGENT_DIAL} other {El teléfono de {name}}} (terminado en {digits}) no suena para las llamadas prometidas: el operador respondió {code}. Ponga otro número, o permita llamarle en el operador y vuelva a ponerlo.',
  'alarmText.dead-letters':
    '{count, plural, one {# tarea apartada} other {# tareas apartadas}} tras fallar cinco veces. Míralas y repítelas.',
  'alarmText.offers-stopped':
    'Las ofertas a {scope, select, all {todo el mundo} country {números de {name}} other {números que empiezan por {name}}} están paradas: {why, select, budget {se agotó el presupuesto de invitaciones} noreplies {allí nadie contesta} other {a mano}}. Míralo y levanta la parada en los ajustes, en las reglas de la oferta.',
  'alarmText.sender-offline':
    'El operador dice que el remitente de WhatsApp está {status}. No se ofrece nada hasta que vuelva: mira su página en la consola del operador.',
  'alarmText.sender-quality-low':
    'WhatsApp califica de baja la calidad del remitente: la gente lo bloquea o lo denuncia. Envía menos y mira a quién se invita.',
  'alarmText.sender-stopped':
    'No se inicia nada desde {sender}: el operador respondió {code}. {ends, select, open {Arregle la causa y reanude el envío en los ajustes.} other {Termina por sí solo.}}',
  'alarmText.messaging-limit':
    'Se ha escrito a {used} de las {limit} personas a las que {sender} puede escribir primero en 24 horas. A partir de ahí, quien llama sigue por teléfono.',
  'alarmText.carrier-code': 'En el último día fallaron mensajes por una causa que hay que arreglar aquí, vea los ajustes: {codes}.',
  'alarmText.carrier-code-unknown':
    'El operador dio códigos que la tabla no conoce; quienes llamaban siguieron por otra vía. Búsquelos y comuníquelos: {codes}.',
  'alarmText.template-recategorised':
    'WhatsApp trata la plantilla {name} ({language}) como {category}. Pida una revisión en 60 días o redáctela de nuevo.',
  'alarmText.tickets-urgent':
    '{count, plural, one {# chat urgente espera} other {# chats urgentes esperan}} y nadie lo ha atendido. Abre la página Atención.',
  'alarmText.published-alone':
    '{name} hizo que se oyera la versión {release} de {flow} sin una segunda persona: {why} Que otra persona la mire en la página de sus versiones.',
  'alarmText.scheduled-refused':
    'La versión de {flow} que estaba programada no se pudo publicar, y se sigue oyendo la anterior: {why} Mire su página y publíquela o anúlela.',
  'alarmText.tickets-overdue':
    'Se ha pasado la hora prometida de contestar a {count, plural, one {# cliente} other {# clientes}}. Abre la página Atención.',
  'alarmText.tickets-due-soon': 'Va a vencer la respuesta prometida a {count, plural, one {# cliente} other {# clientes}}.',
  'alarm.warning': 'Conviene revisarlo',
  'alarm.critical': 'Hay que actuar ya',
};

/** Every error code an outside party can meet, with its HTTP status and what it says. Equal to docs/errors.md by a test. */
export const ERROR_CATALOGUE = {
  'signature-missing': { status: 403, message: 'The request carries no X-Twilio-Signature. Only the carrier may call this address.' },
  'signature-wrong': {
    status: 403,
    message:
      'The signature does not match. Check that PUBLIC_URL is exactly the address set at the carrier and that TWILIO_AUTH_TOKEN is its current token.',
  },
  'webhook-invalid': { status: 400, message: 'The body is no valid carrier webhook.' },
  'body-too-large': { status: 413, message: 'The body is larger than 64 KiB.' },
  'body-invalid': { status: 400, message: 'The body is not what this address takes.' },
  'not-found': { status: 404, message: 'There is nothing at this address.' },
  'not-signed-in': { status: 401, message: 'Sign in first.' },
  'credentials-wrong': { status: 401, message: 'The name or the password is wrong.' },
  'too-many-attempts': { status: 429, message: 'Too many attempts. Wait a few minutes and try again.' },
  'not-allowed': { status: 403, message: 'Your role does not allow this.' },
  'cross-site': {
    status: 403,
    message:
      'The request comes from another site, or the page was opened under a name this service does not know. Open it at PUBLIC_URL, at localhost or at the machine’s IP address, and try again.',
  },
  'username-taken': { status: 409, message: 'Somebody has this user name already. Choose another.' },
  'user-not-found': { status: 404, message: 'There is no such user.' },
  'last-administrator': {
    status: 409,
    message: 'This is the last administrator who can sign in. Make somebody else an administrator first.',
  },
  'api-key-not-found': { status: 404, message: 'There is no such API key; it may have been revoked.' },
  'rule-not-found': { status: 404, message: 'There is no rule with this id; docs/eligibility.md lists them.' },
  'rule-fixed': { status: 409, message: 'This rule can’t be switched off: without it offers would be made that can’t be kept.' },
  'settings-changed': {
    status: 409,
    message: 'Somebody else changed these settings meanwhile. Look at them again, then repeat your change.',
  },
  'stop-not-found': { status: 404, message: 'There is no such stop; somebody may have lifted it already.' },
  'flow-not-found': { status: 404, message: 'There is no flow with this id.' },
  'flow-unknown': { status: 422, message: 'No flow with this id has a good release. The details list those that have.' },
  'number-invalid': { status: 400, message: 'The number is not in E.164. Write it with its country code, such as +34911222333.' },
  'number-not-assigned': { status: 404, message: 'This number has no flow of its own: the default one answers it.' },
  'journey-not-found': {
    status: 404,
    message: 'Nothing is known of this id in the days that were looked at. Look further back, or check the id.',
  },
  'dead-letter-not-found': { status: 404, message: 'This dead letter is gone: somebody replayed it already.' },
  'order-not-found': { status: 404, message: 'There is no order with this number in the sample order book.' },
  'handoff-not-found': { status: 404, message: 'There is no such handoff; it is kept for a day after its look-back.' },
  'idempotency-key-missing': {
    status: 400,
    message:
      'Send the header Idempotency-Key: 8 to 100 printable characters, another one for each invite, the same one when you repeat it.',
  },
  'idempotency-key-reused': {
    status: 409,
    message: 'This Idempotency-Key was used with another body. Use a new key for another invite.',
  },
  'not-eligible': { status: 422, message: 'This person may not be invited now. The details list every rule that speaks against it.' },
  'flow-has-no-offer': {
    status: 422,
    message: 'The flow has no offer step to take the rules from. Name a flow that has one, or its step.',
  },
  'template-reveals-call': {
    status: 422,
    message:
      'This template tells what the call was about and may only go to the number that called. Choose a general one, or send numberSource "caller-id" if it is that number.',
  },
  'context-too-large': {
    status: 413,
    message: 'What the chat is to know is too much: a waiting handoff holds 2 KB at most. Send fewer or shorter values.',
  },
  'consent-too-old': { status: 422, message: 'The consent must have been given within the last 24 hours, and not in the future.' },
  'too-many-requests': { status: 429, message: 'This API key asks too often. Wait as long as Retry-After says.' },
  'endpoint-not-found': { status: 404, message: 'There is no such webhook endpoint; somebody may have removed it.' },
  'endpoint-address': {
    status: 400,
    message: 'The address must be https, on a public host. Hosts of a private network must stand in REQUEST_ALLOW_HOSTS.',
  },
  'too-many-endpoints': { status: 409, message: 'There are 20 webhook endpoints already. Remove one first.' },
  'entry-link-not-found': { status: 404, message: 'There is no link with this code.' },
  'too-many-entry-links': { status: 409, message: 'There are 500 links already. Ask whether the old ones are still needed.' },
  'delivery-not-found': { status: 404, message: 'There is no such delivery; they are kept for 30 days.' },
  'chat-not-found': { status: 404, message: 'There is no such chat; it may have been closed and archived.' },
  'person-not-found': { status: 404, message: 'This number has no such person. Reload the card.' },
  'too-many-people': { status: 409, message: 'Six people are known of this number already. Choose one of them.' },
  'not-merged': { status: 409, message: 'This record is not joined to the person any more.' },
  'chat-not-yours': { status: 409, message: 'The chat is with somebody else. Ask for a transfer, or claim it when it is waiting.' },
  'chat-taken': { status: 409, message: 'A colleague took this chat a moment earlier.' },
  'chat-closed': { status: 409, message: 'The chat is closed.' },
  'window-closed': {
    status: 409,
    message: 'More than 24 hours have passed since the customer last wrote. Only an approved template can be sent now.',
  },
  'opted-out': { status: 409, message: 'The customer asked not to be written to.' },
  'not-consented': {
    status: 409,
    message: 'This person has not agreed to be written to, or has withheld the number. Call back instead.',
  },
  'at-capacity': {
    status: 409,
    message: 'You have as many chats as your capacity allows. Close one first, or ask a supervisor to raise it.',
  },
  'agent-unavailable': { status: 409, message: 'This colleague is not available now. Choose another, or a team.' },
  'template-unavailable': { status: 409, message: 'There is no approved template of that name in that language.' },
  'template-values-missing': { status: 400, message: 'The template has places that were left empty. Fill in every one.' },
  'message-too-long': { status: 400, message: 'The message is longer than 1,600 characters.' },
  'canned-reply-not-found': { status: 404, message: 'There is no ready-made reply with this shortcut; somebody may have deleted it.' },
  'too-many-canned-replies': { status: 409, message: 'There are 100 ready-made replies already. Delete one first.' },
  'store-unavailable': { status: 503, message: 'The store does not answer. Try again; what was done already is not done twice.' },
  'carrier-unavailable': { status: 503, message: 'The carrier does not answer. Try again in a minute.' },
  'carrier-refused': { status: 502, message: 'The carrier refused. Its own code and reason are in the log.' },
  'media-unavailable': { status: 502, message: 'The medium can’t be had from the carrier: it is gone, too large or not its own.' },
  conflict: { status: 409, message: 'Somebody changed this at the same moment. Reload and try again.' },
  'flow-invalid': { status: 422, message: 'The flow has errors and can’t run. Each is listed in the details, with its place.' },
  'step-failed': { status: 500, message: 'A step of the flow failed. The caller was put through to a person.' },
  'sandbox-impossible': { status: 409, message: 'The emulated line or handset can’t do that now.' },
  internal: { status: 500, message: 'Something went wrong on our side. The request id is in the header X-Request-Id.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

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
  'cross-site': { status: 403, message: 'The request comes from another site. Reload the page and try again.' },
  'username-taken': { status: 409, message: 'Somebody has this user name already. Choose another.' },
  'user-not-found': { status: 404, message: 'There is no such user.' },
  'last-administrator': {
    status: 409,
    message: 'This is the last administrator who can sign in. Make somebody else an administrator first.',
  },
  'api-key-not-found': { status: 404, message: 'There is no such API key; it may have been revoked.' },
  'flow-not-found': { status: 404, message: 'There is no flow with this id.' },
  'journey-not-found': {
    status: 404,
    message: 'Nothing is known of this id in the days that were looked at. Look further back, or check the id.',
  },
  'dead-letter-not-found': { status: 404, message: 'This dead letter is gone: somebody replayed it already.' },
  'order-not-found': { status: 404, message: 'There is no order with this number in the sample order book.' },
  'chat-not-found': { status: 404, message: 'There is no such chat; it may have been closed and archived.' },
  'chat-not-yours': { status: 409, message: 'The chat is with somebody else. Ask for a transfer, or claim it when it is waiting.' },
  'chat-taken': { status: 409, message: 'A colleague took this chat a moment earlier.' },
  'chat-closed': { status: 409, message: 'The chat is closed.' },
  'window-closed': {
    status: 409,
    message: 'More than 24 hours have passed since the customer last wrote. Only an approved template can be sent now.',
  },
  'opted-out': { status: 409, message: 'The customer asked not to be written to.' },
  'at-capacity': {
    status: 409,
    message: 'You have as many chats as your capacity allows. Close one first, or ask a supervisor to raise it.',
  },
  'agent-unavailable': { status: 409, message: 'This colleague is not available now. Choose another, or a team.' },
  'template-unavailable': { status: 409, message: 'There is no approved template of that name in that language.' },
  'message-too-long': { status: 400, message: 'The message is longer than 1,600 characters.' },
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

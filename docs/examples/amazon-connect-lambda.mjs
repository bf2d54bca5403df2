// A Lambda function for Amazon Connect, called from a flow after the customer has pressed the key. Runs on Node.js 20 or newer,
// without packages. Environment: RELEVO_URL, RELEVO_KEY. Parameters of the block: key, language, intent, customerNumber.
// Amazon Connect waits 8 s at most and takes a flat object of texts.
const WORDING = 'If you would like Luz Clara to write to you on WhatsApp about this, press 1.';

export async function handler(event) {
  const { ContactData: contact, Parameters: parameters } = event.Details;
  const response = await fetch(`${process.env.RELEVO_URL}/api/handoffs`, {
    method: 'POST',
    signal: AbortSignal.timeout(6_000),
    headers: {
      authorization: `Bearer ${process.env.RELEVO_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': `connect-${contact.ContactId}`,
    },
    body: JSON.stringify({
      number: contact.CustomerEndpoint.Address,
      numberSource: 'caller-id',
      entryNumber: contact.SystemEndpoint.Address,
      language: parameters.language,
      intent: parameters.intent,
      reference: `connect-${contact.ContactId}`,
      call: { id: contact.ContactId },
      variables: { customerNumber: parameters.customerNumber },
      consent: { wording: WORDING, key: parameters.key, atMs: Date.now(), promptId: 'offer-whatsapp-v3' },
    }),
  });
  const answer = await response.json();
  if (response.ok) return { invited: 'yes', inviteId: answer.id, why: '' };
  // Called again for this contact, a moment later: the first time it was taken.
  const invited = answer.error.code === 'idempotency-key-reused' ? 'yes' : 'no';
  return { invited, inviteId: '', why: answer.error.code };
}

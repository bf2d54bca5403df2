import { AppError } from '../../base/errors.ts';

/** The fields of a webhook in the order they came, repeated names included: a signature is over all of them. */
export type FormPairs = readonly (readonly [name: string, value: string])[];

/** No webhook of the carrier has nearly as many; more would only cost time to sort. */
const MOST_PAIRS = 500;

/**
 * The pairs of an `application/x-www-form-urlencoded` body or query (UTF-8). Throws `webhook-invalid` for a malformed
 * percent sign and for more than 500 fields.
 */
export function readForm(body: Uint8Array | string): FormPairs {
  const text = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const pairs: [string, string][] = [];
  let start = 0;
  let encodedAt = nextEncoded(text, 0);
  while (start < text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      const nameEnd = equals !== -1 && equals < end ? equals : end;
      const name = text.slice(start, nameEnd);
      const value = text.slice(nameEnd + 1, end);
      // Few fields hold a letter that is encoded: the others are taken as they are.
      if (encodedAt < end) pairs.push([decode(name), decode(value)]);
      else pairs.push([name, value]);
      if (encodedAt < end) encodedAt = nextEncoded(text, end);
      if (pairs.length > MOST_PAIRS) throw new AppError('webhook-invalid', `The body has more than ${MOST_PAIRS} fields.`);
    }
    start = end + 1;
  }
  return pairs;
}

/** The pairs in the query of an address; throws as readForm does. */
export function readQuery(pathAndQuery: string): FormPairs {
  const at = pathAndQuery.indexOf('?');
  return at === -1 ? [] : readForm(pathAndQuery.slice(at + 1));
}

/** The first value of that name, or undefined. */
export function fieldOf(pairs: FormPairs, name: string): string | undefined {
  for (const pair of pairs) if (pair[0] === name) return pair[1];
  return undefined;
}

/** The first value of that name without blanks around it; undefined when absent or blank. */
export function filledFieldOf(pairs: FormPairs, name: string): string | undefined {
  return fieldOf(pairs, name)?.trim() || undefined;
}

/** A refusal that names the field; the value is not repeated, it may be personal. */
export function invalidField(field: string, expected: string): AppError {
  return new AppError('webhook-invalid', `The field ${field} must be ${expected}.`, { details: { field } });
}

/** Where the next letter stands that is not itself; the end when there is none. */
function nextEncoded(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === PERCENT || code === PLUS) return at;
  }
  return text.length;
}

const PERCENT = 0x25;
const PLUS = 0x2b;

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch (cause) {
    throw new AppError('webhook-invalid', 'The body holds a malformed percent encoding.', { cause });
  }
}

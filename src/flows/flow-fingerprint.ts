import { createHash } from 'node:crypto';
import type { Flow } from './flow.ts';

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, inOrder(each)]));
}

/** The SHA-256 of a value as JSON, in hexadecimal: the order of fields does not change it. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(value)))
    .digest('hex');
}

/** The SHA-256 of what a flow does, in hexadecimal: neither the order of its fields nor where boxes stand on the canvas changes it. */
export function flowFingerprint({ $schema: _schema, layout: _layout, ...meaning }: Flow): string {
  return fingerprintOf(meaning);
}

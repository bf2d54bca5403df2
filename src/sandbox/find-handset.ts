import { canonicalPhone, parsePhone } from '../base/phone.ts';
import type { HandsetSettings } from '../http/contract/sandbox.ts';
import type { Handset } from './handset.ts';
import type { World } from './world.ts';

/** The handset at a wire address (`whatsapp:+34…`, `whatsapp:ES.…`, a bare number) or id; undefined if there is none yet. */
export function findHandset(world: World, address: string): Handset | undefined {
  const bare = address.replace(/^whatsapp:/i, '');
  const known = world.handsets.get(keyOf(bare));
  if (known || bare.startsWith('+')) return known;
  for (const handset of world.handsets.values()) if (handset.scopedUserId === bare) return handset;
  return undefined;
}

/** The handset at an address, made on first use: mobiles have WhatsApp, landlines do not. */
export function handsetAt(world: World, address: string): Handset {
  const known = findHandset(world, address);
  if (known) return known;
  const bare = address.replace(/^whatsapp:/i, '');
  const phone = bare.startsWith('+') ? parsePhone(bare) : undefined;
  const handset: Handset = {
    id: bare,
    ...(bare.startsWith('+') && { number: bare }),
    scopedUserId: bare.startsWith('+') ? `${phone?.country ?? 'ES'}.${digits(world, 16)}` : bare,
    profileName: 'Ana García',
    hasWhatsApp: phone?.type !== 'landline' && phone?.type !== 'unreachable',
    blocked: false,
    online: true,
    hidesNumber: !bare.startsWith('+'),
    optedOut: false,
    messageSids: [],
  };
  world.handsets.set(keyOf(bare), handset);
  world.changes.announce();
  return handset;
}

/** Turns a handset's switches; switching it on again lets in what waited (see deliver.ts). */
export function setHandset(world: World, handset: Handset, settings: HandsetSettings): void {
  for (const name of ['profileName', 'hasWhatsApp', 'blocked', 'online', 'hidesNumber'] as const) {
    if (settings[name] !== undefined) Object.assign(handset, { [name]: settings[name] });
  }
  world.changes.announce();
}

function keyOf(bare: string): string {
  return bare.startsWith('+') ? canonicalPhone(bare) : bare;
}

function digits(world: World, length: number): string {
  let text = '';
  for (const byte of world.random(length)) text += String(byte % 10);
  return text.replace(/^0/, '4');
}

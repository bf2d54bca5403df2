import { AppError } from '../base/errors.ts';
import type { HandsetSettings, SenderSettings, TemplateView } from '../http/contract/sandbox.ts';
import type { Call } from './call.ts';
import { readWaLink } from './customer.ts';
import { catchUp } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { findHandset, handsetAt, setHandset } from './find-handset.ts';
import type { Handset } from './handset.ts';
import { CALLERS } from './view.ts';
import type { World } from './world.ts';

/** The call of that sid that has not ended. Throws AppError `not-found` or `sandbox-impossible`. */
export function liveCall(world: World, sid: string): Call {
  const call = world.calls.get(sid);
  if (!call) throw new AppError('not-found', 'There is no such call.');
  if (call.state === 'ended') throw new AppError('sandbox-impossible', 'The call has ended.');
  return call;
}

/** Picks up, or declines, a phone that the service calls. Throws AppError when it does not ring. */
export function answerCall(call: Call, does: 'answer' | 'decline'): void {
  if (call.direction === 'inbound' || call.state !== 'ringing') throw new AppError('sandbox-impossible', 'This phone does not ring.');
  call.line.send({ kind: 'phone', does });
}

/** Presses keys one after the other. */
export function pressKeys(call: Call, keys: string): void {
  for (const key of keys) call.line.send({ kind: 'key', key });
}

/** The handset of that id; made on first use when the id is a number. Throws AppError `not-found`. */
export function handsetById(world: World, id: string): Handset {
  const known = findHandset(world, id);
  if (known) return known;
  if (!/^\+[1-9]\d{6,14}$/.test(id) && !/^[A-Z]{2}\.\w+$/.test(id)) throw new AppError('not-found', 'There is no such handset.');
  return handsetAt(world, id);
}

/** Turns a handset's switches; when it is in reach again, what waited arrives. */
export function changeHandset(world: World, post: PostWebhook, handset: Handset, settings: HandsetSettings): void {
  setHandset(world, handset, settings);
  if (settings.online === true) catchUp(world, post, handset);
}

/** Opens a wa.me link: the text stands in the input field. Throws AppError when it leads elsewhere. */
export function openLink(world: World, handset: Handset, url: string): void {
  const link = readWaLink(url);
  if (!link) throw new AppError('sandbox-impossible', 'This is no wa.me link.');
  if (link.to !== world.account.whatsappFrom)
    throw new AppError('sandbox-impossible', `The link leads to ${link.to}, which is not our sender.`);
  handset.draft = link.text;
  world.changes.announce();
}

/** Sets the approval state of a template, and its category, as a decision of WhatsApp would. Throws AppError `not-found`. */
export function setTemplateStatus(world: World, sid: string, status: TemplateView['status'], category?: string): void {
  const template = world.templates.get(sid);
  if (!template) throw new AppError('not-found', 'There is no such template.');
  template.approval = { ...template.approval, status, ...(category !== undefined && { category }) };
  world.changes.announce();
}

/** A sender of which WhatsApp thinks well. */
export const GOOD_SENDER: Required<SenderSettings> = {
  status: 'ONLINE',
  quality: 'High',
  limit: '100K Customers/24hr',
  profile: { name: 'Luz Clara', about: 'Luz Clara', description: 'Luz Clara: electricity and gas.' },
};

/** Sets how the WhatsApp sender stands, as WhatsApp would; what is not named stays. */
export function setSender(world: World, given: SenderSettings): void {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  world.choices.sender = { ...world.choices.sender, ...named };
  world.changes.announce();
}

/** Hangs up every call and forgets handsets, messages and choices; templates stay. */
export function resetWorld(world: World): void {
  for (const call of world.calls.values()) if (call.state !== 'ended') call.line.send({ kind: 'hangup', by: 'caller' });
  world.messages.clear();
  world.media.clear();
  world.recordings.clear();
  world.handsets.clear();
  world.behaviourByNumber.clear();
  world.lookupByNumber.clear();
  world.lookupsAsked.length = 0;
  world.held.kinds.clear();
  world.held.waiting.length = 0;
  world.problems.length = 0;
  for (const [sid, call] of world.calls) if (call.state === 'ended') world.calls.delete(sid);
  world.agentPhone.mode = 'answer';
  world.agentPhone.modeByAddress.clear();
  const choices = { behaviour: { kind: 'deliver' }, outage: 'none', lookup: undefined, sender: GOOD_SENDER };
  Object.assign(world.choices, choices, { advancedOptOut: false, signsFragment: false });
  addPresetHandsets(world);
  world.changes.announce();
}

/** The handsets of the people one can call as. */
export function addPresetHandsets(world: World): void {
  for (const caller of CALLERS) {
    if (caller.handset === undefined) continue;
    const handset = handsetAt(world, caller.handset);
    if (caller.kind === 'no-whatsapp') handset.hasWhatsApp = false;
    if (caller.kind === 'username') handset.hidesNumber = true;
    handset.profileName = PROFILE_NAMES[caller.kind] ?? handset.profileName;
  }
}

const PROFILE_NAMES: Readonly<Record<string, string>> = {
  mobile: 'Ana García',
  'other-mobile': 'Joan Puig',
  'foreign-mobile': 'Lucía Hernández',
  'no-whatsapp': 'Manuel Ortega',
  username: 'marta.viaja',
};

import type { IconName } from '../../../ui/icon.tsx';

const ICONS: Readonly<Record<string, IconName>> = {
  say: 'voice',
  menu: 'keypad',
  collect: 'note',
  confirm: 'check',
  branch: 'branch',
  request: 'search',
  set: 'equals',
  language: 'globe',
  hours: 'clock',
  split: 'split',
  run: 'part',
  return: 'back',
  offer: 'transfer',
  queue: 'people',
  dial: 'phone',
  voicemail: 'record',
  callback: 'reset',
  hangup: 'hangUp',
  send: 'send',
  ask: 'question',
  survey: 'star',
  assign: 'desk',
  close: 'close',
};

/** The drawing of a type of step. */
export function stepIcon(type: string): IconName {
  return ICONS[type] ?? 'question';
}

import type { PanelKey, PanelText } from './words/field-names.ts';

/** Types as the expression language calls them. */
const TYPE_KEYS: Readonly<Record<string, PanelKey>> = {
  string: 'type.string',
  int: 'type.integer',
  integer: 'type.integer',
  double: 'type.number',
  number: 'type.number',
  bool: 'type.boolean',
  boolean: 'type.boolean',
};

/** A type in words. */
export function typeText(t: PanelText, type: string): string {
  const key = TYPE_KEYS[type];
  return key ? t(key) : type;
}

type Values = Record<string, string>;
const PHRASES: readonly (readonly [pattern: RegExp, key: PanelKey, values: (match: RegExpExecArray, t: PanelText) => Values])[] = [
  [
    /^no such overload: (\w+) (\S+) (\w+)/,
    'fault.mix',
    ([, a = '', sign = '', b = ''], t) => ({ a: typeText(t, a), sign, b: typeText(t, b) }),
  ],
  [/^Unknown variable: (\w+)/, 'fault.name', ([, name = '']) => ({ name })],
  [/^No such key: (\w+)/, 'fault.field', ([, name = '']) => ({ name })],
  [/^Unexpected token: EOF/, 'fault.end', () => ({})],
  [/^Unexpected token: (\S+?)\.?$/, 'fault.token', ([, token = '']) => ({ token })],
  [/^gives (\w+); a condition/, 'fault.notBool', ([, type = ''], t) => ({ type: typeText(t, type) })],
];

/** What the checker says, for people who do not program; what it has no phrase for is said as it is. */
export function conditionWords(t: PanelText, message: string): string {
  for (const [pattern, key, values] of PHRASES) {
    const match = pattern.exec(message);
    if (match) return t(key, values(match, t));
  }
  return message;
}

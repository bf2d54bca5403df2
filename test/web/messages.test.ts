import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE } from '../../src/base/error-catalogue.ts';
import { DESK_TEXTS } from '../../src/chat/fixed-texts.ts';
import { failureMenu } from '../../src/compose/failure-menu.ts';
import { ALARM_CODES } from '../../src/http/contract/overview.ts';
import { en } from '../../src/web/messages/en.ts';
import { es } from '../../src/web/messages/es.ts';
import { failuresEs } from '../../src/web/messages/failures-es.ts';

const WEB = fileURLToPath(new URL('../../src/web', import.meta.url));

/** The names between braces, those of plurals included. */
function blanksOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)(?:, plural,|\})/g)].map((match) => match[1] ?? ''))].sort();
}

const SOURCES = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('messages'))
  .map((path) => readFileSync(join(WEB, path), 'utf8'))
  .join('\n');

/** Keys whose end comes from data: the page builds them as `prefix.${value}`. */
const BUILT = [...SOURCES.matchAll(/`([\w.]+)\.\$\{/g)].map((match) => `${match[1]}.`);
/** Prefixes that a page hands to a table of counts. */
const HANDED = [...SOURCES.matchAll(/prefix="(\w+)"/g)].map((match) => `${match[1]}.`);

describe('the texts of the pages', () => {
  it('exist in both languages under the same keys', () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
  });

  it('say something in both languages, with the same blanks', () => {
    const wrong = (Object.keys(en) as (keyof typeof en)[]).filter(
      (key) => es[key].trim() === '' || en[key].trim() === '' || blanksOf(es[key]).join() !== blanksOf(en[key]).join(),
    );
    expect(wrong).toEqual([]);
  });

  it('are all used', () => {
    const unused = Object.keys(en).filter(
      (key) =>
        !SOURCES.includes(`'${key}'`) && !SOURCES.includes(`"${key}"`) && ![...BUILT, ...HANDED].some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('know only errors of the catalogue, and two of their own', () => {
    const own = ['unreachable', 'contract'];
    const codes = Object.keys(en).flatMap((key) => (key.startsWith('error.') ? [key.slice('error.'.length)] : []));
    expect(codes.filter((code) => !(code in ERROR_CATALOGUE) && !own.includes(code))).toEqual([]);
  });

  it('word every alarm and every entry of the system that the server sends', () => {
    const wanted = [...ALARM_CODES.map((code) => `alarmText.${code}`), ...DESK_TEXTS.map((key) => `entry.${key}`)];
    expect(wanted.filter((key) => !(key in en))).toEqual([]);
    const known = Object.keys(en).filter((key) => key.startsWith('alarmText.') || key.startsWith('entry.'));
    expect(known.sort()).toEqual(wanted.sort());
  });
});

describe('what the failure table says', () => {
  it('is in Spanish too, and nothing besides', () => {
    const { entries, unknownDoes } = failureMenu();
    const said = new Set([...entries.flatMap(({ meaning, does }) => [meaning, does]), unknownDoes]);
    expect(Object.keys(failuresEs).sort()).toEqual([...said].sort());
  });
});

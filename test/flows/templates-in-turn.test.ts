import { describe, expect, it } from 'vitest';
import { lintStandIns } from '../../src/flows/lint/stand-ins.ts';
import { Template } from '../../src/flows/template.ts';
import { templatesInTurn } from '../../src/flows/templates-in-turn.ts';

const wording = (language: string) => ({
  body: `Hola de {{business}} (${language}).`,
  buttons: [
    { id: 'go:{{token}}', title: 'Seguir' },
    { id: 'no:{{token}}', title: 'No era yo' },
  ],
});

function template(name: string, more: Partial<Template> = {}): Template {
  return Template.parse({
    name,
    category: 'UTILITY',
    variables: ['business', 'token'].map((each) => ({ name: each, sample: { es: 'x', en: 'x' } })),
    languages: { es: wording('es'), en: wording('en') },
    ...more,
  });
}

function names(templates: readonly Template[], first: string, time: string): string[] {
  return templatesInTurn(new Map(templates.map((each) => [each.name, each])), first, time).map(({ name }) => name);
}

describe('the templates to try', () => {
  it('are the named one and its reserves, each once, also when they name each other', () => {
    const all = [template('a', { reserve: 'b' }), template('b', { reserve: 'c' }), template('c', { reserve: 'a' })];
    expect(names(all, 'a', '12:00')).toEqual(['a', 'b', 'c']);
    expect(names(all, 'c', '12:00')).toEqual(['c', 'a', 'b']);
    expect(names(all, 'nobody', '12:00')).toEqual([]);
  });

  it.each([
    ['21:59', ['day']],
    ['22:00', ['night', 'day']],
    ['00:00', ['night', 'day']],
    ['07:59', ['night', 'day']],
    ['08:00', ['day']],
  ])('at %s are %j: the hours run across midnight', (time, expected) => {
    const all = [template('day', { hours: [{ from: '22:00', to: '08:00', template: 'night' }] }), template('night')];
    expect(names(all, 'day', time)).toEqual(expected);
  });
});

describe('lint of templates that stand in', () => {
  const problems = (base: Partial<Template>, other: Partial<Template> = {}) => {
    const first = template('a', base);
    return lintStandIns(first, new Map([first, template('b', other)].map((each) => [each.name, each]))).map(
      ({ code, message }) => `${code} ${message}`,
    );
  };
  const hours = [{ from: '22:00', to: '08:00', template: 'b' }];

  it('has nothing against a general one in every language', () => {
    expect(problems({ reserve: 'b', hours })).toEqual([]);
    expect(problems({ hours, revealsCall: true }, { revealsCall: true })).toEqual([]);
  });

  it.each([
    ['one that is not there', { reserve: 'nobody' }, {}, 'there is no such template'],
    ['itself', { reserve: 'a' }, {}, 'the same template'],
    ['a reserve that tells of the call', { reserve: 'b', revealsCall: true }, { revealsCall: true }, 'has to be a general one'],
    ['one of the hour that tells more', { hours }, { revealsCall: true }, 'which this one does not'],
    ['one that lacks a language', { reserve: 'b' }, { languages: { es: wording('es') } }, 'it lacks en'],
    [
      'one that is no invite',
      { reserve: 'b' },
      { languages: Object.fromEntries(['es', 'en'].map((each) => [each, { ...wording(each), buttons: [{ id: 'ok', title: 'Sí' }] }])) },
      'only one of them is an invite',
    ],
  ])('refuses %s', (_, base, other, why) => {
    expect(problems(base, other)).toEqual([expect.stringContaining(why)]);
    expect(problems(base, other)[0]).toMatch(/^T011 /);
  });
});

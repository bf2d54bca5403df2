import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Tickets } from '../../../src/flows/schema/tickets.ts';
import { createClassifier } from '../../../src/flows/tickets/classify.ts';
import { createUrgentFilter } from '../../../src/flows/tickets/urgent-words.ts';

type Labelled = Readonly<Record<string, readonly string[]>>;
const phrases = JSON.parse(readFileSync('test/flows/tickets/labelled-phrases.json', 'utf8')) as {
  readonly es: Labelled;
  readonly en: Labelled;
  readonly urgent: { readonly yes: readonly string[]; readonly no: readonly string[] };
};
const flow = JSON.parse(readFileSync('flows/support.flow.json', 'utf8')) as { tickets: unknown };
const tickets = Tickets.parse(flow.tickets);
const classifier = createClassifier(tickets);

interface Measured {
  readonly asked: number;
  readonly typed: number;
  readonly right: number;
  readonly ofNone: number;
  readonly typedOfNone: number;
}

/** Every second phrase of a language from that place on, judged alone. */
function measure(language: 'es' | 'en', from: 0 | 1): Measured {
  let [asked, typed, right, ofNone, typedOfNone] = [0, 0, 0, 0, 0];
  for (const [label, list] of Object.entries(phrases[language])) {
    for (const text of list.filter((_, at) => at % 2 === from)) {
      const verdict = classifier.judge(classifier.hear({}, text, language));
      if (label === 'none') {
        ofNone += 1;
        typedOfNone += Number(verdict.kind === 'typed');
        continue;
      }
      asked += 1;
      typed += Number(verdict.kind === 'typed');
      right += Number(verdict.kind === 'typed' && verdict.type === label);
    }
  }
  return { asked, typed, right, ofNone, typedOfNone };
}

const judge = (text: string, language = 'es') => classifier.judge(classifier.hear({}, text, language));

describe('the classifier on phrases that were held out', () => {
  test('there are at least two hundred, half of them held out', () => {
    const all = [...Object.values(phrases.es), ...Object.values(phrases.en)].flat();
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(['es', 'en'] as const)(
    'in %s: of those it types, 95 in 100 are right; it types 80 in 100 of those that have a type',
    (language) => {
      const held = measure(language, 1);
      const percent = (n: number, of: number) => `${n}/${of} (${((100 * n) / of).toFixed(1)} %)`;
      console.info(
        `tickets ${language}, held out: precision ${percent(held.right, held.typed)}, coverage ${percent(held.typed, held.asked)}, of no type but typed ${held.typedOfNone}/${held.ofNone}`,
      );
      expect(held.right / held.typed).toBeGreaterThanOrEqual(0.95);
      expect(held.typed / held.asked).toBeGreaterThanOrEqual(0.8);
      expect(held.typedOfNone).toBeLessThanOrEqual(1);
    },
  );
});

describe('a type and its reasons', () => {
  test('accents, capitals, endings and one slip of the finger make no difference', () => {
    for (const text of ['mi FACTURA', 'las facturas', 'me han facturado mal', 'la facutra']) {
      expect(judge(text)).toMatchObject({ kind: 'typed', type: 'billing', words: expect.arrayContaining(['factura']) });
    }
  });

  test('what is said not to be meant does not count, and takes back what was said before', () => {
    expect(judge('no es por la factura')).toEqual({ kind: 'unsure', candidates: [] });
    const before = classifier.hear({}, 'Es por mi factura', 'es');
    const after = classifier.hear(before, 'Perdón, no es por la factura: es una avería', 'es');
    expect(classifier.judge(after)).toMatchObject({ kind: 'typed', type: 'fault' });
    expect(after.billing).toBeUndefined();
  });

  test('"I have no power" is about the power', () => {
    expect(judge('no tengo luz')).toMatchObject({ kind: 'typed', type: 'fault' });
    expect(judge('there is no electricity here', 'en')).toMatchObject({ kind: 'typed', type: 'fault' });
  });

  test('two matters in one message: it is not sure, and says between which', () => {
    const verdict = judge('una pregunta de mi factura y otra de mi pedido');
    expect(verdict).toMatchObject({ kind: 'unsure' });
    expect(verdict.kind === 'unsure' && verdict.candidates.map(({ type }) => type).sort()).toEqual(['billing', 'order']);
  });

  test('another language than that of the chat is understood as well', () => {
    expect(judge('where is my parcel', 'es')).toMatchObject({ kind: 'typed', type: 'order' });
  });

  test('an intent of the call speaks for its type, the same way each time', () => {
    const evidence = classifier.hearIntent({}, 'billing');
    expect(evidence).toEqual({ billing: { 'intent billing': 0.6 } });
    expect(classifier.judge(evidence)).toEqual({ kind: 'typed', type: 'billing', score: 0.6, words: ['intent billing'] });
  });

  test('its reasons are words of the flow, never those of the customer', () => {
    const evidence = classifier.hear({}, 'Soy Ana García, DNI 12345678Z, y la factura de Ana García está mal', 'es');
    const known = new Set(tickets.types.flatMap(({ phrases: own }) => Object.values(own ?? {}).flat()));
    for (const reasons of Object.values(evidence)) for (const word of Object.keys(reasons)) expect(isOf(known, word)).toBe(true);
  });
});

/** A phrase of the flow, or a word of one. */
function isOf(known: ReadonlySet<string>, word: string): boolean {
  return [...known].some((phrase) => phrase === word || phrase.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().includes(word));
}

describe('what is urgent', () => {
  const isUrgent = createUrgentFilter(tickets.urgent);
  test.each(phrases.urgent.yes)('"%s" is', (text) => expect(isUrgent(text, 'es')).not.toEqual([]));
  test.each(phrases.urgent.no)('"%s" is not', (text) => expect(isUrgent(text, 'es')).toEqual([]));

  test('the words of a flow are added to the built-in ones, or stand alone', () => {
    const own = { ...tickets.urgent, words: { es: ['planta parada'] } };
    expect(createUrgentFilter(own)('la planta está parada', 'es')).toEqual(['planta parada']);
    expect(createUrgentFilter({ ...own, builtIn: false })('huele a gas', 'es')).toEqual([]);
  });
});

test('two types with the same words leave it unsure, whatever is written', () => {
  const twins = createClassifier(
    Tickets.parse({
      types: ['a', 'b'].map((id) => ({ id, name: { es: id }, phrases: { es: ['mudanza'] } })),
    }),
  );
  expect(twins.judge(twins.hear({}, 'es por la mudanza', 'es')).kind).toBe('unsure');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { compileCondition, createConditionEnvironment } from '../../src/flows/conditions.ts';
import { composeFlow } from '../../src/flows/parts/compose-flow.ts';
import { keepAsCase } from '../../src/flows/rehearsal.ts';
import { startCall } from '../../src/flows/run-call.ts';
import { runCases } from '../../src/flows/run-cases.ts';
import { Table, type TableNeed } from '../../src/flows/tables/table.ts';
import { readTableCsv, writeTableCsv } from '../../src/flows/tables/table-csv.ts';
import { diffTables } from '../../src/flows/tables/table-diff.ts';
import { tableProblems } from '../../src/flows/tables/table-problems.ts';
import { caseTable, openTable } from '../../src/flows/tables/table-rows.ts';
import { brokenUses } from '../../src/flows/tables/table-uses.ts';
import { flowOf, SURROUNDINGS, w } from './engine-flow.ts';

const SHOPS: Table = {
  name: 'shops',
  title: 'Shops',
  languages: ['es', 'en'],
  key: 'postcode',
  columns: [
    { name: 'postcode', type: 'text' },
    { name: 'phone', type: 'text' },
    { name: 'seats', type: 'integer' },
    { name: 'price', type: 'number' },
    { name: 'open', type: 'boolean' },
    { name: 'since', type: 'date' },
    { name: 'size', type: 'choice', values: ['small', 'large'] },
    { name: 'greeting', type: 'wording' },
  ],
  rows: [
    {
      postcode: '28001',
      phone: '600111222',
      seats: 4,
      price: 2.5,
      open: true,
      since: '2026-01-31',
      size: 'large',
      greeting: { es: 'Hola', en: 'Hello' },
    },
    { postcode: 'Vallecas Villa', open: false, greeting: { es: 'Buenas' } },
  ],
};
const NEEDS: Record<string, TableNeed> = {
  shops: {
    columns: { phone: 'text', seats: 'integer', price: 'number', open: 'boolean', since: 'date', size: 'choice', greeting: 'wording' },
  },
};
const book = { shops: openTable(SHOPS) };
const variables = { town: { type: 'string' }, count: { type: 'integer' } } as const;
const environment = createConditionEnvironment({ timeZone: 'Europe/Madrid', languages: ['es', 'en'], variables, tables: NEEDS });

function evaluate(
  source: string,
  { town, tables = book, language = 'es' }: { town?: string; tables?: typeof book; language?: string } = {},
) {
  const compiled = compileCondition(source, environment, 'any');
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.evaluate({
    variables: town === undefined ? {} : { town },
    language,
    surroundings: { ...SURROUNDINGS, tables },
    queue: 'support',
  });
}

describe('an expression looks a table up', () => {
  it.each([
    ['tables.shops[town].phone', '600111222'],
    ['tables.shops["28001"].seats + 1', 5],
    ['tables.shops[town].price > 2.0', true],
    ['tables.shops[town].open && tables.shops[town].since < clock.date', true],
    ['tables.shops[town].size == "large"', true],
    ['tables.shops[town].greeting', 'Hola'],
    ['town in tables.shops', true],
    ['"99999" in tables.shops', false],
    ['!("99999" in tables.shops) && town in tables.shops', true],
    ['tables.shops[" VALLECAS   villa "].open', false],
    ['tables.shops[town].phone.startsWith("600")', true],
    ['tables.shops[tables.shops[town].phone == "" ? "x" : "28001"].seats', 4],
    ['[1, 2].exists(n, n == 2) && town in tables.shops', true],
  ])('%s is %s', (source, value) => {
    expect(evaluate(source, { town: '28001' })).toEqual({ kind: 'value', value });
  });

  it('in the language that is spoken, or else the first of the flow that there is a text in', () => {
    expect(evaluate('tables.shops["28001"].greeting', { language: 'en' })).toEqual({ kind: 'value', value: 'Hello' });
    expect(evaluate('tables.shops["vallecas villa"].greeting', { language: 'en' })).toEqual({ kind: 'value', value: 'Buenas' });
  });

  it.each([
    'tables.shops["99999"].phone == ""',
    'tables.shops[town].phone == ""',
    'tables.shops["vallecas villa"].phone == ""',
    'town in tables.shops',
  ])('what is not there is not known: %s', (source) => {
    expect(evaluate(source)).toEqual({ kind: 'unknown' });
  });

  it('of a table that is gone, nothing is known either', () => {
    expect(evaluate('"28001" in tables.shops', { tables: {} as typeof book })).toEqual({ kind: 'unknown' });
    expect(evaluate('tables.shops["28001"].phone == ""', { tables: {} as typeof book })).toEqual({ kind: 'unknown' });
  });

  it('a row for every other key stands in for those that have none, and is no row of theirs', () => {
    const tables = { shops: openTable({ ...SHOPS, otherwise: { phone: '900' } }) };
    expect(evaluate('tables.shops["99999"].phone', { tables })).toEqual({ kind: 'value', value: '900' });
    expect(evaluate('"99999" in tables.shops', { tables })).toEqual({ kind: 'value', value: false });
  });

  it('keys that are typed are compared by their digits where the table says so', () => {
    const tables = { shops: openTable({ ...SHOPS, compare: 'digits' }) };
    expect(evaluate('tables.shops["28-001"].seats', { tables })).toEqual({ kind: 'value', value: 4 });
    expect(evaluate('"no digits" in tables.shops', { tables })).toEqual({ kind: 'value', value: false });
  });

  it.each([
    ['tables.towns[town].name == ""', /table towns, which the flow does not declare/],
    ['tables.shops[town].owner == ""', /column owner of the table shops, which the flow does not declare/],
    ['tables.shops[count].open', /looks the table shops up by int: a key is text/],
    ['tables.shops[town].phone > 3', /no such overload/],
    ['tables.shops[town].seats == 2.5', /Whole numbers and decimals do not mix/],
    ['tables.shops.all(k, k == town)', /reads a cell, and key in/],
    ['size(tables.shops) > 3', /reads a cell, and key in/],
    ['tables.shops.28001 == ""', /./],
    ['["a"].exists(k, k in tables.shops)', /inside all or exists/],
    ['tablekeys.shops == ""', /./],
  ])('%s is refused', (source, why) => {
    const compiled = compileCondition(source, environment);
    expect(compiled.ok ? '' : compiled.problem.message).toMatch(why);
  });

  it('no key and no cell makes an expression throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('es', 'en', 'ca'), (town, language) => {
        for (const source of ['town in tables.shops', 'tables.shops[town].greeting', 'tables.shops[town].seats > 1'])
          expect(['value', 'unknown']).toContain(evaluate(source, { town, language }).kind);
      }),
    );
  });
});

const FLOW = flowOf(
  {
    start: { type: 'set', values: { state: '"28001"' }, next: 'tell' },
    tell: {
      type: 'say',
      text: { es: '{{tables.shops[state].greeting}}: {{tables.shops["28001"].phone|digits}}. {{tables.shops["x"].phone}}', en: 'Hi' },
      next: 'choose',
    },
    choose: { type: 'branch', cases: [{ when: 'tables.shops[state].open', to: 'accepted' }], otherwise: 'declined' },
  },
  { tables: { shops: { columns: { greeting: 'wording', phone: 'text', open: 'boolean' } } } },
);
const heard = (tables: typeof book) =>
  startCall(compileFlow(FLOW), {}, { ...SURROUNDINGS, tables }).prompts.map((prompt) => (prompt.kind === 'say' ? prompt.text : ''));

describe('a flow that reads a table', () => {
  it('says what the row says at that moment, and goes where it leads', () => {
    expect(heard(book)).toEqual(['Hola: 6 0 0 1 1 1 2 2 2. ', 'accepted', 'adiós']);
    const [first, ...others] = SHOPS.rows;
    const changed = { ...SHOPS, rows: [{ ...first, open: false, greeting: { es: 'Cerrado {{state}} <b>' } }, ...others] } as Table;
    expect(heard({ shops: openTable(changed) })).toEqual(['Cerrado {{state}} <b>: 6 0 0 1 1 1 2 2 2. ', 'declined', 'adiós']);
  });

  it('keeps the rows that a test call looked at in the case, which then needs no table', () => {
    const kept = keepAsCase(FLOW, 'A call', {
      world: { tables: { shops: caseTable({ ...SHOPS, otherwise: { phone: '900' } }) } },
      lines: ['calls'],
    });
    expect(kept.world?.tables).toEqual({ shops: { '28001': SHOPS.rows[0], '*': { phone: '900' } } });
    expect(kept.steps[0]?.hears?.es?.[0]).toBe('Hola: 6 0 0 1 1 1 2 2 2. 900');
    expect(runCases(FLOW, { flow: 'test', cases: [kept] }).results[0]?.failures).toEqual([]);
  });

  it('a part reads the tables of its flow, with its own variable as the key', () => {
    const part = {
      name: 'Tell',
      parameters: { where: { type: 'string' } },
      exits: ['done'],
      call: {
        start: 'tell',
        steps: { tell: { type: 'say', text: w('{{tables.shops[where].phone}}'), next: 'end' }, end: { type: 'return', exit: 'done' } },
      },
    };
    const run = { type: 'run', part: 'tell', with: { where: '"28001"' }, exits: { done: 'bye' } };
    const flow = flowOf({ start: run }, { tables: { shops: { columns: { phone: 'text' } } }, parts: { tell: part } });
    expect(JSON.stringify(composeFlow(flow).call.steps)).toContain('{{tables.shops[start_where].phone}}');
    const said = startCall(compileFlow(flow), {}, { ...SURROUNDINGS, tables: book }).prompts[0];
    expect(said).toMatchObject({ text: '600111222' });
  });
});

describe('a table', () => {
  it('as it stands is good', () => {
    expect(Table.parse(SHOPS)).toEqual(SHOPS);
    expect(tableProblems(SHOPS).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  const row = (cells: Partial<Table['rows'][number]>) => ({ ...SHOPS, rows: [{ postcode: '1', ...cells } as Table['rows'][number]] });
  it.each<[string, Table, object]>([
    ['key-twice', { ...SHOPS, rows: [{ postcode: 'A b' }, { postcode: 'a  B ' }] }, { row: 1, column: 'postcode', about: '1' }],
    ['key-empty', { ...SHOPS, rows: [{ phone: '1' }] }, { row: 0 }],
    ['key-reserved', row({ postcode: '*' }), { row: 0 }],
    ['key-long', row({ postcode: 'x'.repeat(101) }), { row: 0 }],
    ['key-column', { ...SHOPS, key: 'seats' }, { about: 'seats' }],
    ['cell-type', row({ seats: 2.5 }), { row: 0, column: 'seats' }],
    ['cell-type', row({ since: '2026-02-30' }), { row: 0, column: 'since' }],
    ['cell-type', row({ greeting: 'Hola' }), { row: 0, column: 'greeting' }],
    ['cell-choice', row({ size: 'tiny' }), { row: 0, column: 'size', about: 'tiny' }],
    ['cell-unknown', row({ owner: 'Ada' }), { row: 0, about: 'owner' }],
    ['cell-long', row({ phone: 'x'.repeat(1001) }), { row: 0, column: 'phone' }],
    ['text-language', row({ greeting: { es: 'a', en: 'b', ca: 'c' } }), { row: 0, language: 'ca' }],
    ['text-missing', row({ greeting: { es: 'a' } }), { row: 0, column: 'greeting', language: 'en', severity: 'warning' }],
    ['text-braces', row({ phone: '{{x}}' }), { row: 0, severity: 'warning' }],
    [
      'cell-empty',
      {
        ...SHOPS,
        columns: [
          { name: 'postcode', type: 'text' },
          { name: 'phone', type: 'text', required: true },
        ],
        rows: [{ postcode: '1' }],
      },
      { row: 0, column: 'phone' },
    ],
    ['column-twice', { ...SHOPS, columns: [...SHOPS.columns, { name: 'phone', type: 'text' }] }, { column: 'phone' }],
    ['column-name', { ...SHOPS, columns: [...SHOPS.columns, { name: 'in', type: 'text' }] }, { column: 'in' }],
    ['column-values', { ...SHOPS, columns: [...SHOPS.columns, { name: 'kind', type: 'choice' }] }, { column: 'kind' }],
    ['languages-missing', (({ languages: _, ...table }) => table)(SHOPS), { column: 'greeting' }],
    ['too-many-rows', { ...SHOPS, rows: Array.from({ length: 2001 }, (_, n) => ({ postcode: String(n) })) }, { about: '2001' }],
    [
      'too-many-columns',
      { ...SHOPS, columns: [...SHOPS.columns, ...Array.from({ length: 23 }, (_, n) => ({ name: `c${n}`, type: 'text' as const }))] },
      {},
    ],
    ['too-large', { ...SHOPS, rows: Array.from({ length: 500 }, (_, n) => ({ postcode: String(n), phone: 'x'.repeat(600) })) }, {}],
  ])('is refused for %s', (kind, table, where) => {
    expect(tableProblems(table)).toContainEqual(expect.objectContaining({ kind, ...where }));
  });

  it('says what changed, row by row and cell by cell', () => {
    const [first, second] = SHOPS.rows;
    const after: Table = { ...SHOPS, title: 'Our shops', rows: [{ postcode: '1' }, { ...first, phone: '6' } as Table['rows'][number]] };
    expect(diffTables(SHOPS, after)).toEqual([
      { kind: 'setting', setting: 'title' },
      { kind: 'row-added', key: '1' },
      { kind: 'cell', key: '28001', column: 'phone', before: '600111222', after: '6' },
      { kind: 'row-removed', key: second?.postcode },
    ]);
    expect(diffTables(SHOPS, { ...SHOPS, rows: SHOPS.rows.toReversed() })).toEqual([{ kind: 'order' }]);
  });

  it('may not lose what a release that answers calls reads', () => {
    const served = [{ flowId: 'support', flowName: 'Support', release: 3, alias: 'live', tables: NEEDS }];
    const columns = SHOPS.columns.filter(({ name }) => name !== 'phone');
    expect(brokenUses(served, 'shops', { ...SHOPS, columns })).toMatchObject([
      { flowId: 'support', aliases: ['live'], columns: ['phone'] },
    ]);
    expect(brokenUses(served, 'shops', undefined)).toHaveLength(1);
    expect(brokenUses(served, 'shops', { ...SHOPS, columns: [...columns, { name: 'phone', type: 'choice', values: ['1'] }] })).toEqual([]);
    expect(brokenUses(served, 'towns', undefined)).toEqual([]);
  });
});

describe('CSV', () => {
  const line = (text: string) => readTableCsv(SHOPS, `postcode;phone;seats;price;open;since;size;greeting:es;greeting:en\n${text}\n`);

  it('is taken as spreadsheets of both languages write it', () => {
    expect(line('28001;"6;0";4;2,5;sí;2026-01-31;large;"Hola ""a""\nb";Hello').rows).toEqual([
      {
        postcode: '28001',
        phone: '6;0',
        seats: 4,
        price: 2.5,
        open: true,
        since: '2026-01-31',
        size: 'large',
        greeting: { es: 'Hola "a"\nb', en: 'Hello' },
      },
    ]);
    expect(line('*;900').otherwise).toEqual({ phone: '900' });
  });

  it.each<[string, string, object]>([
    ['a cell of another type', '1;2;many', { kind: 'cell', line: 2, column: 'seats' }],
    ['a quotation mark that stays open', '1;"2', { kind: 'quote', line: 2 }],
    ['too many cells', '1;2;3;4;no;2026-01-01;small;a;b;c', { kind: 'cells', line: 2 }],
    ['a second row for every other key', '*;1\n*;2', { kind: 'otherwise-twice', line: 3 }],
  ])('tells the line of %s', (_what, text, problem) => {
    expect(line(text).problems).toContainEqual(expect.objectContaining(problem));
  });

  it('tells of columns that are not there, missing or there twice', () => {
    const { problems } = readTableCsv(SHOPS, 'postcode,phone,phone,owner\n1,2,3,4');
    expect(problems.map(({ kind, about }) => [kind, about])).toEqual([
      ['column-twice', 'phone'],
      ['column-unknown', 'owner'],
      ...['seats', 'price', 'open', 'since', 'size', 'greeting:es', 'greeting:en'].map((name) => ['column-missing', name]),
    ]);
  });

  it('gives back what was written, byte for byte, whatever stands in the cells', () => {
    const cell = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'ñ', '"', ',', ';', '\t', '\n', '\r', ' ', '1', '=', '{') });
    const rows = fc.array(
      fc.record(
        {
          postcode: fc.uuid(),
          phone: cell,
          seats: fc.integer(),
          price: fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8),
          open: fc.boolean(),
          greeting: fc.record({ es: cell, en: cell }, { requiredKeys: ['en'] }),
        },
        { requiredKeys: ['postcode'] },
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), (rows, separator) => {
        const table = Table.parse({ ...SHOPS, rows, otherwise: { seats: 1 } });
        const text = writeTableCsv(table, separator as ',');
        const { problems, rows: read, otherwise } = readTableCsv(table, text);
        expect(problems).toEqual([]);
        expect(read).toEqual(table.rows);
        expect(writeTableCsv({ ...table, rows: read, ...(otherwise && { otherwise }) }, separator as ',')).toBe(text);
      }),
    );
  });
});

import { ActionIcon, Button, Group, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { Column, Table, TableCells } from '../../../flows/tables/table.ts';
import { readCell } from '../../../flows/tables/table-csv.ts';
import type { TableProblem } from '../../../flows/tables/table-problems.ts';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { columnTitle, OTHERWISE, type TableEdit } from './edit-table.ts';
import { problemText } from './problem-text.ts';
import { type TablesText, useTablesText } from './words/tables-text.tsx';
import './tables.css';

/** Rows that are shown at once. */
const ROWS_SHOWN = 50;

interface GridProps {
  readonly table: Table;
  readonly problems: readonly TableProblem[];
  readonly readOnly: boolean;
  readonly edit: (edit: TableEdit, said?: string) => void;
}

interface Cell {
  readonly column: Column;
  /** Of a column of texts. */
  readonly language?: string;
}

function cellsOf({ columns, languages = [] }: Table): readonly Cell[] {
  return columns.flatMap((column): Cell[] =>
    column.type === 'wording' ? languages.map((language) => ({ column, language })) : [{ column }],
  );
}

function hasWords(row: TableCells, wanted: string): boolean {
  const texts = Object.values(row).flatMap((value) => (typeof value === 'object' ? Object.values(value) : [String(value)]));
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}

/** The id of a cell's field, to jump to. */
export function cellId(row: number, column: string, language = ''): string {
  return `cell ${row} ${column} ${language}`.trim().replaceAll(' ', '-');
}

/** The rows of a table, each cell a field; by keyboard the arrows go from row to row. */
export function TableGrid({ table, problems, readOnly, edit }: GridProps) {
  const t = useTablesText();
  const format = useFormat();
  const [wanted, setWanted] = useState('');
  const [from, setFrom] = useState(0);
  const search = wanted.trim().toLocaleLowerCase();
  const found = table.rows.flatMap((row, at) => (search === '' || hasWords(row, search) ? [at] : []));
  const start = from >= found.length ? Math.max(0, Math.floor((found.length - 1) / ROWS_SHOWN) * ROWS_SHOWN) : from;
  const shown = found.slice(start, start + ROWS_SHOWN);
  const cells = cellsOf(table);
  const lines = [...shown, ...(table.otherwise ? [OTHERWISE] : [])];
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <TextInput
          type="search"
          label={t('tables.search')}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
            setFrom(0);
          }}
        />
        <Group gap="xs">
          <Text size="sm" role="status">
            {found.length > ROWS_SHOWN
              ? t('tables.page', { from: start + 1, to: start + shown.length, count: found.length })
              : t('tables.found', { count: found.length })}
          </Text>
          {found.length > ROWS_SHOWN && (
            <>
              <Button variant="default" size="xs" disabled={start === 0} onClick={() => setFrom(start - ROWS_SHOWN)}>
                {t('tables.before')}
              </Button>
              <Button variant="default" size="xs" disabled={start + ROWS_SHOWN >= found.length} onClick={() => setFrom(start + ROWS_SHOWN)}>
                {t('tables.after')}
              </Button>
            </>
          )}
        </Group>
      </Group>
      <Text size="xs" c="dimmed" id="grid-hint">
        {t('tables.gridHint')}
      </Text>
      <section className="table-grid" aria-label={t('tables.grid', { title: table.title })} aria-describedby="grid-hint">
        <table>
          <thead>
            <tr>
              <th scope="col" className="table-number">
                <VisuallyHidden>{t('tables.rowActions')}</VisuallyHidden>
              </th>
              {cells.map(({ column, language }) => (
                <th key={`${column.name} ${language ?? ''}`} scope="col">
                  {columnTitle(column)}
                  {column.name === table.key && ` (${t('tables.key')})`}
                  {language !== undefined && ` · ${format.language(language)}`}
                </th>
              ))}
              {!readOnly && <td />}
            </tr>
          </thead>
          <tbody>
            {lines.map((row) => (
              <Row key={row} row={row} table={table} cells={cells} problems={problems} readOnly={readOnly} edit={edit} />
            ))}
          </tbody>
        </table>
      </section>
      {!readOnly && (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              const at = table.rows.length;
              setWanted('');
              setFrom(Math.floor(at / ROWS_SHOWN) * ROWS_SHOWN);
              edit({ kind: 'row-add', at }, t('tables.addedRow'));
              focusSoon(cellId(at, table.key));
            }}
          >
            {t('tables.addRow')}
          </Button>
          {!table.otherwise && (
            <Button variant="default" size="xs" onClick={() => edit({ kind: 'otherwise', on: true })}>
              {t('tables.addOtherwise')}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

function focusSoon(id: string): void {
  setTimeout(() => document.getElementById(id)?.focus(), 0);
}

interface RowProps extends GridProps {
  readonly row: number;
  readonly cells: readonly Cell[];
}

function Row({ row, table, cells, problems, readOnly, edit }: RowProps) {
  const t = useTablesText();
  const values = row === OTHERWISE ? (table.otherwise ?? {}) : (table.rows[row] ?? {});
  const own = problems.filter((problem) => problem.row === (row === OTHERWISE ? 'otherwise' : row));
  const number = row + 1;
  return (
    <tr>
      <th scope="row" className="table-number">
        {row === OTHERWISE ? '*' : number}
      </th>
      {cells.map(({ column, language }) => (
        <td key={`${column.name} ${language ?? ''}`}>
          {row === OTHERWISE && column.name === table.key ? (
            <Text size="sm" px={6}>
              {t('tables.otherwise')}
            </Text>
          ) : (
            <CellField
              row={row}
              column={column}
              language={language}
              value={values[column.name]}
              problems={own.filter(
                (problem) => problem.column === column.name && (problem.language === undefined || problem.language === language),
              )}
              readOnly={readOnly}
              edit={edit}
            />
          )}
        </td>
      ))}
      {!readOnly && (
        <td>
          <RowActions row={row} count={table.rows.length} edit={edit} />
        </td>
      )}
    </tr>
  );
}

function RowActions({ row, count, edit }: { row: number; count: number; edit: GridProps['edit'] }) {
  const t = useTablesText();
  const icon = { variant: 'subtle', color: 'gray', size: 'sm' } as const;
  if (row === OTHERWISE) {
    return (
      <ActionIcon {...icon} aria-label={t('tables.deleteOtherwise')} onClick={() => edit({ kind: 'otherwise', on: false })}>
        <Icon name="close" size={14} />
      </ActionIcon>
    );
  }
  const number = row + 1;
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        {...icon}
        aria-label={t('tables.moveUp', { row: number })}
        disabled={row === 0}
        onClick={() => edit({ kind: 'row-move', row, to: row - 1 })}
      >
        ↑
      </ActionIcon>
      <ActionIcon
        {...icon}
        aria-label={t('tables.moveDown', { row: number })}
        disabled={row === count - 1}
        onClick={() => edit({ kind: 'row-move', row, to: row + 1 })}
      >
        ↓
      </ActionIcon>
      <ActionIcon
        {...icon}
        aria-label={t('tables.deleteRow', { row: number })}
        onClick={() => edit({ kind: 'row-delete', row }, t('tables.deletedRow', { row: number }))}
      >
        <Icon name="close" size={14} />
      </ActionIcon>
    </Group>
  );
}

interface CellProps {
  readonly row: number;
  readonly column: Column;
  readonly language: string | undefined;
  readonly value: TableCells[string] | undefined;
  readonly problems: readonly TableProblem[];
  readonly readOnly: boolean;
  readonly edit: GridProps['edit'];
}

function CellField({ row, column, language, value, problems, readOnly, edit }: CellProps) {
  const t = useTablesText();
  const format = useFormat();
  const id = cellId(row, column.name, language);
  const names = { column: columnTitle(column), row: row === OTHERWISE ? t('tables.otherwise') : String(row + 1) };
  const label = language === undefined ? t('tables.cell', names) : t('tables.cellIn', { ...names, language: format.language(language) });
  const wrong = problems.map((problem) => problemText(t, problem)).join(' ');
  const change = (text: string) =>
    language === undefined
      ? edit({ kind: 'cell', row, column: column.name, value: typedCell(text, column, true) })
      : edit({ kind: 'text', row, column: column.name, language, value: text });
  const text = language === undefined ? textOf(value) : typeof value === 'object' ? (value[language] ?? '') : textOf(value);
  const shared = {
    id,
    'aria-label': label,
    'aria-invalid': problems.some(({ severity }) => severity === 'error') || undefined,
    'data-remark': wrong !== '' || undefined,
    title: wrong || undefined,
    'aria-description': wrong || undefined,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  if (column.type === 'boolean' || column.type === 'choice') {
    return (
      <select {...shared} disabled={readOnly}>
        {choicesOf(t, column, text).map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  if (column.type === 'wording') return <textarea {...shared} rows={2} readOnly={readOnly} lang={language} onKeyDown={goOnAtEdges} />;
  const settle = () => {
    const settled = typedCell(text, column, false);
    if (settled !== undefined && settled !== value) edit({ kind: 'cell', row, column: column.name, value: settled });
  };
  return <input {...shared} type={column.type === 'date' ? 'date' : 'text'} readOnly={readOnly} onBlur={settle} onKeyDown={goToRow} />;
}

function textOf(value: TableCells[string] | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

/** What was typed, as its type where it is one: else as it is, and told to be wrong. While it is typed, "2.0" may become "2.05". */
function typedCell(text: string, column: Column, isTyping: boolean): TableCells[string] | undefined {
  if (text === '') return undefined;
  const value = readCell(text, column, ';');
  return value === undefined || (isTyping && String(value) !== text) ? text : value;
}

function choicesOf(t: TablesText, { type, values = [] }: Column, text: string): readonly (readonly [string, string])[] {
  const known: readonly (readonly [string, string])[] =
    type === 'boolean'
      ? [
          ['true', t('tables.yes')],
          ['false', t('tables.no')],
        ]
      : values.map((value) => [value, value] as const);
  const others = text === '' || known.some(([value]) => value === text) ? [] : [[text, text] as const];
  return [['', t('tables.none')] as const, ...known, ...others];
}

/** Arrows up and down lead to the same column of the next row. */
function goToRow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const cell = event.currentTarget.closest('td');
  const line = cell?.parentElement;
  const next = step > 0 ? line?.nextElementSibling : line?.previousElementSibling;
  const field = cell && next?.children[cell.cellIndex]?.querySelector<HTMLElement>('input, select, textarea');
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** In a text of several lines the arrows first go to its ends. */
function goOnAtEdges(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { selectionStart, value } = event.currentTarget;
  if (event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n') && selectionStart === 0) goToRow(event);
  if (event.key === 'ArrowDown' && selectionStart === value.length) goToRow(event);
}

import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface HeadAndRowsProps {
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** What stands in a table: one line of column names, and a line a row. */
export function HeadAndRows({ head, rows }: HeadAndRowsProps) {
  return (
    <>
      <Table.Thead>
        <Table.Tr>
          {head.map((name) => (
            <Table.Th key={name} scope="col">
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, cells }) => (
          <Table.Tr key={key}>
            {cells.map((cell, at) => (
              <Table.Td key={head[at]}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </>
  );
}

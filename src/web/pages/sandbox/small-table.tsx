import { Table } from '@mantine/core';
import { HeadAndRows, type HeadAndRowsProps } from '../../ui/head-and-rows.tsx';

/** A table that fits into a narrow column: its words wrap, and nothing is scrolled sideways. */
export function SmallTable({ label, ...content }: HeadAndRowsProps & { readonly label: string }) {
  return (
    <Table aria-label={label} className="small-table" verticalSpacing={3} horizontalSpacing={6}>
      <HeadAndRows {...content} />
    </Table>
  );
}

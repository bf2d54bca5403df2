import { Alert, Paper, Table, Text, Title } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { HeadAndRows, type HeadAndRowsProps } from '../../ui/head-and-rows.tsx';
import { useProblemText } from '../../ui/states.tsx';

/** One region of the settings; with an id it is found by an address that ends in `#id`. */
export function Section({ title, hint, id, children }: { title: string; hint?: string; id?: string; children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const { hash } = useLocation();
  const isWanted = id !== undefined && hash === id;
  useEffect(() => {
    if (!isWanted) return;
    region.current?.scrollIntoView();
    region.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return (
    <Paper component="section" aria-label={title} ref={region} {...(id !== undefined && { id, tabIndex: -1, className: 'anchored' })}>
      <Title order={2}>{title}</Title>
      {hint && (
        <Text size="xs" c="dimmed" mb="xs">
          {hint}
        </Text>
      )}
      {children}
    </Paper>
  );
}

/** A table with its head; with no rows it says what is missing. */
export function Rows({ label, head, rows, empty }: HeadAndRowsProps & { label: string; empty: string }) {
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {empty}
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label={label}>
        <HeadAndRows head={head} rows={rows} />
      </Table>
    </Table.ScrollContainer>
  );
}

/** What became of the last change: an alert when it failed, else the sentence. */
export function Outcome({ error, done }: { error: unknown; done: string }) {
  const problemText = useProblemText();
  if (error) {
    return (
      <Alert role="alert" color="red">
        {problemText(error)}
      </Alert>
    );
  }
  return (
    <Text size="sm" role="status" mih="1.35em">
      {done}
    </Text>
  );
}

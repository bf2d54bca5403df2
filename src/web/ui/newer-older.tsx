import { Button, Group } from '@mantine/core';
import { useText } from '../messages/language.tsx';

interface NewerOlderProps {
  /** The cursors that led here, the first page's left out. */
  readonly cursors: readonly string[];
  /** Of the page that follows; undefined on the last. */
  readonly next: string | undefined;
  readonly onCursors: (cursors: readonly string[]) => void;
}

/** Turns the pages of a list that is read newest first. */
export function NewerOlder({ cursors, next, onCursors }: NewerOlderProps) {
  const t = useText();
  return (
    <Group>
      <Button size="compact-sm" variant="default" disabled={cursors.length === 0} onClick={() => onCursors(cursors.slice(0, -1))}>
        {t('pages.newer')}
      </Button>
      <Button size="compact-sm" variant="default" disabled={next === undefined} onClick={() => next && onCursors([...cursors, next])}>
        {t('pages.older')}
      </Button>
    </Group>
  );
}

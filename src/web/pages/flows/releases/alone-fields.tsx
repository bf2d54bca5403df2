import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../shell/me.ts';
import { useReleaseText } from './words/releases-text.tsx';

const SHORTEST = 3;

interface Props {
  /** What opens it, such as “In an emergency: publish alone”. */
  readonly open: string;
  readonly action: string;
  readonly isBusy: boolean;
  readonly onGo: (why: string) => void;
}

/** The way without a second person, for administrators: with a reason, and never by accident. */
export function AloneFields({ open, action, isBusy, onGo }: Props) {
  const t = useReleaseText();
  const may = useMay('flows:publish-alone');
  const [isOpen, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = why.trim().length < SHORTEST;
  if (!may) return null;
  if (!isOpen) {
    return (
      <Button variant="subtle" color="red" onClick={() => setOpen(true)} style={{ alignSelf: 'flex-start' }}>
        {open}
      </Button>
    );
  }
  return (
    <Stack gap="xs">
      <Textarea
        label={t('approval.aloneWhy')}
        description={t('approval.aloneWhy.hint')}
        autosize
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        error={isTried && isMissing && t('approval.aloneMissing')}
      />
      <Button
        color="red"
        loading={isBusy}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          setTried(true);
          if (!isMissing) onGo(why.trim());
        }}
      >
        {action}
      </Button>
    </Stack>
  );
}

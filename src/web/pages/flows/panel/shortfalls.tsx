import { Text } from '@mantine/core';
import { valueAt } from '../../../../flows/edit/json.ts';
import { useFormat } from '../../../ui/format.ts';
import { usePanel } from './panel-scene.ts';
import type { useReading } from './read-aloud.ts';
import { usePanelText } from './words/panel-text.tsx';

/** What is not to be heard here as on the line. */
export function Shortfalls({ reading: { language, shortfalls } }: { reading: ReturnType<typeof useReading> }) {
  const { flow } = usePanel();
  const t = usePanelText();
  const format = useFormat();
  if (language === undefined) return null;
  const voice = valueAt(flow, ['voices', language]);
  const texts = shortfalls.map(({ kind, about }) => {
    if (kind === 'no-speech') return t('wording.noSpeech');
    return kind === 'no-voice' ? t('wording.noVoice', { language: format.language(about) }) : t('wording.elsewhere', { address: about });
  });
  const hint = t('wording.listenHint', { voice: typeof voice === 'string' ? voice : t('wording.lineVoice') });
  return (
    <Text size="xs" c="dimmed" role="status">
      {[...texts, ...(shortfalls.some(({ kind }) => kind === 'no-speech') ? [] : [hint])].join(' ')}
    </Text>
  );
}

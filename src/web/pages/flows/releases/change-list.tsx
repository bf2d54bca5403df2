import { Table, Text } from '@mantine/core';
import type { FlowChange } from '../../../../http/contract/releases.ts';
import { useFormat } from '../../../ui/format.ts';
import { HeadAndRows } from '../../../ui/head-and-rows.tsx';
import { useReleaseText } from './words/releases-text.tsx';

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What changed in a flow, a row for each, in the words of the page. */
export function ChangeList({ changes, label }: { changes: readonly FlowChange[]; label: string }) {
  const t = useReleaseText();
  const what = useChangeText();
  const place = ({ side, step }: FlowChange) =>
    step === undefined
      ? [t('change.whole'), side && t(`change.${side}`)].filter(Boolean).join(', ')
      : `${step} (${t(`change.${side ?? 'call'}`)})`;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={label} layout="fixed">
        <HeadAndRows
          head={[t('change.where'), t('change.what'), t('change.before'), t('change.after')]}
          rows={changes.map((change, at) => ({
            key: String(at),
            cells: [
              place(change),
              what(change),
              <Value key="before" change={change} side="before" />,
              <Value key="after" change={change} side="after" />,
            ],
          }))}
        />
      </Table>
    </Table.ScrollContainer>
  );
}

/** A change in the words of the page. */
export function useChangeText(): (change: FlowChange) => string {
  const t = useReleaseText();
  const format = useFormat();
  return (change) => {
    switch (change.kind) {
      case 'step-renamed':
        return t('change.step-renamed', { from: change.from });
      case 'wording':
        return t('change.wording', { language: format.language(change.language), path: change.path });
      case 'exit':
        return t('change.exit', { exit: change.exit });
      case 'setting':
        return t('change.setting', { path: change.path });
      default:
        return `${t(`change.${change.kind}`)} (${change.type})`;
    }
  };
}

function Value({ change, side }: { change: FlowChange; side: 'before' | 'after' }) {
  const t = useReleaseText();
  const value = side in change ? (change as { before?: unknown; after?: unknown })[side] : undefined;
  return (
    <Text
      size="sm"
      style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
      {...(change.kind === 'wording' && { lang: change.language })}
    >
      {value === undefined ? t('change.none') : valueText(value)}
    </Text>
  );
}

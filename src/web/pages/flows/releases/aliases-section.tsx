import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowAlias } from '../../../../http/contract/releases.ts';
import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import { useApiChange } from '../../../api/use-api-change.ts';
import { useMay } from '../../../shell/me.ts';
import { useFormat } from '../../../ui/format.ts';
import { Outcome, Rows, Section } from '../../settings/section.tsx';
import { useReleaseText } from './words/releases-text.tsx';

/** What moving an alias makes stale. */
export const ALIAS_STALE = ['aliases', 'releases', 'flows', 'flow', 'settings'] as const;

interface Props {
  readonly flowId: string;
  readonly aliases: readonly FlowAlias[];
}

/** Which release each alias points at, and the way back. */
export function AliasesSection({ flowId, aliases }: Props) {
  const t = useReleaseText();
  const [done, setDone] = useState('');
  const back = useApiChange('returnAlias', ALIAS_STALE);
  const remove = useApiChange('removeAlias', ALIAS_STALE);
  const format = useFormat();
  const mayPublish = useMay('flows:publish');
  const actions = (alias: FlowAlias) => (
    <AliasActions
      alias={alias}
      isBusy={back.isPending || remove.isPending}
      onBack={(number) =>
        back.mutate(
          { params: { id: flowId, alias: alias.name }, body: { ...(alias.release !== undefined && { expected: alias.release }) } },
          { onSuccess: () => setDone(t('releases.movedDone', { alias: alias.name, number })) },
        )
      }
      onRemove={() =>
        remove.mutate(
          { params: { id: flowId, alias: alias.name } },
          { onSuccess: () => setDone(t('releases.aliasRemoved', { alias: alias.name })) },
        )
      }
    />
  );
  const moved = ({ movedBy, movedAtMs }: FlowAlias) =>
    movedBy && movedAtMs !== undefined ? t('releases.movedBy', { name: movedBy.name, at: format.dateTime(movedAtMs) }) : '';
  return (
    <Section title={t('releases.aliases')} hint={t('releases.aliases.hint')}>
      <Rows
        label={t('releases.aliases')}
        head={[
          t('releases.alias'),
          t('releases.points'),
          t('releases.numbers'),
          t('releases.moved'),
          ...(mayPublish ? [t('releases.actions')] : []),
        ]}
        empty={t('releases.none')}
        rows={aliases.map((alias) => ({
          key: alias.name,
          cells: [
            <b key="name">{alias.name}</b>,
            alias.release === undefined ? t('releases.pointsNone') : t('releases.release', { number: alias.release }),
            <Numbers key="numbers" alias={alias} />,
            [moved(alias), alias.note].filter(Boolean).join(': '),
            ...(mayPublish ? [actions(alias)] : []),
          ],
        }))}
      />
      <Outcome error={back.error ?? remove.error} done={done} />
    </Section>
  );
}

function Numbers({ alias }: { alias: FlowAlias }) {
  const t = useReleaseText();
  if (alias.numbers.length > 0) return alias.numbers.join(', ');
  return alias.name === 'live' ? (
    <Text size="sm" c="dimmed">
      {t('releases.otherNumbers')}
    </Text>
  ) : null;
}

interface ActionProps {
  readonly alias: FlowAlias;
  readonly isBusy: boolean;
  readonly onBack: (number: number) => void;
  readonly onRemove: () => void;
}

function AliasActions({ alias: { name, previous, numbers }, isBusy, onBack, onRemove }: ActionProps) {
  const t = useReleaseText();
  return (
    <Group gap={6}>
      {previous !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          aria-label={t('releases.backOne', { number: previous, alias: name })}
          onClick={() => onBack(previous)}
        >
          {t('releases.back', { number: previous })}
        </Button>
      )}
      {name !== 'live' && numbers.length === 0 && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          aria-label={t('releases.removeAliasOne', { alias: name })}
          onClick={onRemove}
        >
          {t('releases.removeAlias')}
        </Button>
      )}
    </Group>
  );
}

/** How the aliases were moved, newest first. */
export function MovesSection({ moves }: { moves: ApiAnswer<'aliases'>['moves'] }) {
  const t = useReleaseText();
  const format = useFormat();
  const name = (number: number | undefined, none: string) => (number === undefined ? none : t('releases.release', { number }));
  return (
    <Section title={t('releases.moves')}>
      <Rows
        label={t('releases.moves')}
        head={[t('releases.moved'), t('releases.by'), t('releases.alias'), t('releases.from'), t('releases.to'), t('releases.note')]}
        empty={t('releases.none')}
        rows={moves.map((move) => ({
          key: `${move.atMs} ${move.alias} ${move.to}`,
          cells: [
            format.dateTime(move.atMs),
            move.by.userId === 'file' ? t('releases.byFile') : move.by.name,
            move.alias,
            name(move.from, t('releases.nothing')),
            name(move.to, t('releases.gone')),
            move.note ?? '',
          ],
        }))}
      />
    </Section>
  );
}

import { Badge, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SessionView } from '../../../http/contract/account.ts';
import { useText } from '../../messages/language.tsx';
import { useFormat } from '../../ui/format.ts';
import { Rows } from '../settings/section.tsx';

const BROWSERS: readonly (readonly [name: string, shape: RegExp])[] = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\//],
  ['Safari', /Safari\//],
];
const SYSTEMS: readonly (readonly [name: string, shape: RegExp])[] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
];

/** "Chrome, Windows"; what is neither a browser nor a system known, as it says itself. */
function deviceName(device: string): string {
  const named = [BROWSERS, SYSTEMS].flatMap((kinds) => kinds.find(([, shape]) => shape.test(device))?.[0] ?? []);
  return named.length > 0 ? named.join(', ') : device.slice(0, 40);
}

/** Sessions with device, address and last use. */
export function SessionsTable({ sessions, action }: { sessions: readonly SessionView[]; action?: (session: SessionView) => ReactNode }) {
  const t = useText();
  const format = useFormat();
  return (
    <Rows
      label={t('account.sessions')}
      head={[
        t('account.device'),
        t('account.address'),
        t('account.began'),
        t('account.signedIn'),
        t('account.seen'),
        ...(action ? [t('settings.actions')] : []),
      ]}
      empty={t('account.noSessions')}
      rows={sessions.map((session) => ({
        key: session.id,
        cells: [
          <Group key="device" gap={6}>
            {session.device ? deviceName(session.device) : t('account.unknown')}
            {session.current && <Badge color="teal">{t('account.here')}</Badge>}
          </Group>,
          session.address ?? t('account.unknown'),
          t(`account.began.${session.began}`),
          format.dateTime(session.createdAtMs),
          format.dateTime(session.seenAtMs),
          ...(action ? [action(session)] : []),
        ],
      }))}
    />
  );
}

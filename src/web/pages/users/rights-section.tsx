import { Text } from '@mantine/core';
import { ROLE_TABLE } from '../../../http/contract/account.ts';
import type { Me } from '../../../http/contract/session.ts';
import { useText } from '../../messages/language.tsx';
import { Rows, Section } from '../settings/section.tsx';

type Permission = Me['permissions'][number];
const ROLES = Object.keys(ROLE_TABLE) as (keyof typeof ROLE_TABLE)[];

/** The table of roles and permissions, as the service goes by it. */
export function RightsSection() {
  const t = useText();
  const may = (role: (typeof ROLES)[number], permission: Permission) => ROLE_TABLE[role].includes(permission);
  return (
    <Section title={t('rights.title')} hint={t('rights.hint')}>
      <Rows
        label={t('rights.title')}
        head={[t('rights.permission'), ...ROLES.map((role) => t(`role.${role}`))]}
        empty=""
        rows={ROLE_TABLE.administrator.map((permission) => ({
          key: permission,
          cells: [
            t(`permission.${permission}`),
            ...ROLES.map((role) => (
              <Text key={role} size="sm" {...(!may(role, permission) && { c: 'dimmed' })}>
                {t(may(role, permission) ? 'rights.yes' : 'rights.no')}
              </Text>
            )),
          ],
        }))}
      />
    </Section>
  );
}

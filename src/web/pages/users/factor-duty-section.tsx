import { Checkbox, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ROLE_TABLE } from '../../../http/contract/account.ts';
import type { ApiAnswer } from '../../../http/contract/routes.ts';
import { apiQuery } from '../../api/queries.ts';
import { useApiChange } from '../../api/use-api-change.ts';
import { useText } from '../../messages/language.tsx';
import { useMay } from '../../shell/me.ts';
import { QueryView } from '../../ui/states.tsx';
import { Outcome, Section } from '../settings/section.tsx';

const ROLES = Object.keys(ROLE_TABLE) as (keyof typeof ROLE_TABLE)[];

function Roles({ roles }: { roles: ApiAnswer<'factorDuty'>['roles'] }) {
  const t = useText();
  const mayChange = useMay('users:manage');
  const change = useApiChange('changeFactorDuty', ['factorDuty']);
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label={t('factor.duty.roles')}
        value={roles}
        onChange={(next) => change.mutate({ body: { roles: next as typeof roles } })}
      >
        <Group gap="md" mt={6}>
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} disabled={!mayChange || change.isPending} />
          ))}
        </Group>
      </Checkbox.Group>
      <Outcome error={change.error} done={change.isSuccess ? t('factor.duty.done') : ''} />
    </Stack>
  );
}

/** Which roles must have a second factor. */
export function FactorDutySection() {
  const t = useText();
  const duty = useQuery(apiQuery('factorDuty'));
  return (
    <Section title={t('factor.duty')} hint={t('factor.duty.hint')}>
      <QueryView query={duty}>{({ roles }) => <Roles roles={roles} />}</QueryView>
    </Section>
  );
}

import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { pagePaths } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/states.tsx';
import { AgentPhone } from './agent-phone.tsx';
import { Backstage } from './backstage.tsx';
import { CalledPhones } from './called-phones.tsx';
import { CarrierPanel } from './carrier-panel.tsx';
import { Handset } from './handset.tsx';
import { Phone } from './phone.tsx';
import './sandbox.css';
import { sandboxApi } from './sandbox-api.ts';
import { RunContext, useActionQueue, useRun, useSandboxState } from './use-sandbox.ts';

/** How one person plays all three parts. */
function HowTo() {
  const t = useText();
  return (
    <ol className="how-to" aria-label={t('sandbox.howTo')}>
      <li>{t('sandbox.step1')}</li>
      <li>{t('sandbox.step2')}</li>
      <li>{t('sandbox.step3')}</li>
    </ol>
  );
}

function DeskLink() {
  const t = useText();
  return (
    <Paper component="section" aria-label={t('sandbox.desk')}>
      <Title order={2}>{t('sandbox.desk')}</Title>
      <Text size="sm" my="xs">
        {t('sandbox.desk.hint')}
      </Text>
      <Button component="a" href={pagePaths.desk} target="relevo-desk" variant="default" leftSection={<Icon name="desk" size={16} />}>
        {t('sandbox.openDesk')}
      </Button>
    </Paper>
  );
}

/** Who is played stands in the address, so that a reload and a shared link show the same. */
function useParts(state: SandboxState) {
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/sandbox' });
  const caller = state.callers.find((one) => one.from === search.from) ?? state.callers[0];
  const handset =
    state.handsets.find((one) => one.id === search.handset) ??
    state.handsets.find((one) => one.id === caller?.handset) ??
    state.handsets[0];
  const show = (next: { from?: string; handset?: string }) => void navigate({ to: pagePaths.sandbox, search: next, replace: true });
  return {
    caller,
    handset,
    chooseCaller: (from: string) => show({ from }),
    chooseHandset: (id: string) => show({ ...(search.from && { from: search.from }), handset: id }),
  };
}

function Devices({ state }: { state: SandboxState }) {
  const t = useText();
  const run = useRun();
  const { caller, handset, chooseCaller, chooseHandset } = useParts(state);
  return (
    <div className="devices">
      {caller && <Phone state={state} from={caller.from} onCaller={chooseCaller} />}
      {handset && <Handset key={handset.id} state={state} handset={handset} onChoose={chooseHandset} />}
      <Stack gap="md" className="device-side">
        <CalledPhones state={state} />
        <DeskLink />
        <AgentPhone state={state} />
        <CarrierPanel state={state} />
        <Group>
          <Button variant="default" size="xs" leftSection={<Icon name="reset" size={14} />} onClick={() => run(sandboxApi.reset)}>
            {t('sandbox.reset')}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

/** A phone and a WhatsApp handset on the real engine over the real wire formats, with the carrier in between to play with. */
export function SandboxPage() {
  const t = useText();
  const state = useSandboxState();
  const { run, problem } = useActionQueue();
  return (
    <RunContext value={run}>
      <Page title={t('nav.sandbox')} hint={t('sandbox.hint')}>
        <HowTo />
        {problem && (
          <Alert role="alert" color="red" icon={<Icon name="warning" />}>
            {problem}
          </Alert>
        )}
        <QueryView query={state}>
          {(data) => (
            <>
              <Devices state={data} />
              <Backstage state={data} />
            </>
          )}
        </QueryView>
      </Page>
    </RunContext>
  );
}

import { Alert, Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SandboxScript, type ScriptList } from '../../../http/contract/sandbox-script.ts';
import { useText } from '../../messages/language.tsx';
import { QueryView } from '../../ui/states.tsx';
import { sandboxApi } from './sandbox-api.ts';
import { ScriptReport } from './script-report.tsx';
import { useRun } from './use-sandbox.ts';

const LAST_CALLERS = 15;
const LOOK_EVERY_MS = 1_000;
const REPORT = ['sandbox-script'];
const OWN = 'own';

type Read = { readonly script: SandboxScript } | { readonly problems: readonly string[] };

function readScript(text: string): Read {
  try {
    const read = SandboxScript.safeParse(JSON.parse(text));
    if (read.success) return { script: read.data };
    return { problems: read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')) };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** The last report, once one was played. */
function useScriptReport(enabled: boolean) {
  return useQuery({
    queryKey: REPORT,
    enabled,
    queryFn: ({ signal }) => sandboxApi.scriptReport(LAST_CALLERS, signal),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? LOOK_EVERY_MS : false),
  });
}

function ScriptForm({ library, played }: { library: ScriptList['items']; played: boolean }) {
  const t = useText();
  const run = useRun();
  const queryClient = useQueryClient();
  const [file, setFile] = useState(library[0]?.file ?? OWN);
  const [text, setText] = useState(library[0] ? JSON.stringify(library[0].script, null, 2) : '');
  const [seed, setSeed] = useState<number | string>(library[0]?.script.seed ?? '');
  const [speed, setSpeed] = useState<number | string>(library[0]?.script.speed ?? '');
  const [callers, setCallers] = useState<number | string>(library[0]?.script.callers ?? '');
  const [playing, setPlaying] = useState<number>();
  const report = useScriptReport(played || playing !== undefined);
  const isRunning = report.data?.state === 'running';
  const read = readScript(text);
  const take = (name: string) => {
    setFile(name);
    const script = library.find((each) => each.file === name)?.script;
    if (!script) return;
    setText(JSON.stringify(script, null, 2));
    setSeed(script.seed);
    setSpeed(script.speed);
    setCallers(script.callers);
  };
  const refresh = () => queryClient.invalidateQueries({ queryKey: REPORT });
  const start = (script: SandboxScript) => async () => {
    const chosen = {
      ...(typeof seed === 'number' && { seed }),
      ...(typeof speed === 'number' && { speed }),
      ...(typeof callers === 'number' && { callers }),
    };
    await sandboxApi.playScript({ script, ...chosen });
    setPlaying(chosen.callers ?? script.callers);
    await refresh();
  };
  const stop = async () => {
    await sandboxApi.stopScript();
    await refresh();
  };
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <NativeSelect
          size="xs"
          label={t('script.choose')}
          value={file}
          onChange={(event) => take(event.currentTarget.value)}
          data={[
            ...library.map(({ file: name, script }) => ({ value: name, label: `${script.name} · ${name}` })),
            { value: OWN, label: t('script.own') },
          ]}
        />
        <NumberInput size="xs" w={90} label={t('script.seed')} min={1} allowDecimal={false} value={seed} onChange={setSeed} />
        <NumberInput size="xs" w={110} label={t('script.speed')} min={0.1} max={10_000} value={speed} onChange={setSpeed} />
        <NumberInput
          size="xs"
          w={90}
          label={t('script.callers')}
          min={1}
          max={5000}
          allowDecimal={false}
          value={callers}
          onChange={setCallers}
        />
        <Button size="xs" disabled={isRunning || !('script' in read)} onClick={() => 'script' in read && run(start(read.script))}>
          {t('script.start')}
        </Button>
        <Button size="xs" variant="default" disabled={!isRunning} onClick={() => run(stop)}>
          {t('script.stop')}
        </Button>
      </Group>
      <Textarea
        size="xs"
        label={t('script.text')}
        rows={8}
        spellCheck={false}
        ff="monospace"
        value={text}
        onChange={(event) => {
          setFile(OWN);
          setText(event.currentTarget.value);
        }}
      />
      {'problems' in read && text.trim() !== '' && (
        <Alert color="yellow" title={t('script.wrong')}>
          <ul className="plain-list">
            {read.problems.slice(0, 8).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Alert>
      )}
      {report.data && <ScriptReport report={report.data} callers={Math.max(playing ?? 0, report.data.arrived)} />}
    </Stack>
  );
}

/** A whole morning of callers: chosen or pasted, played at a speed, stopped, and how it ended for each. */
export function ScriptPanel() {
  const t = useText();
  const library = useQuery({ queryKey: ['sandbox-scripts'], queryFn: ({ signal }) => sandboxApi.scripts(signal) });
  return (
    <>
      <Text size="sm" mb="xs">
        {t('script.hint')}
      </Text>
      <QueryView query={library}>{({ items, played }) => <ScriptForm library={items} played={played} />}</QueryView>
    </>
  );
}

import { useCallback, useState } from 'react';
import type { DeskCommandBody } from '../../../http/contract/desk.ts';
import { useOptionalText } from '../../messages/language.tsx';
import { useDesk } from './use-desk.ts';

/** Runs a command of the desk and keeps what became of it: under way, refused and why. */
export function useDeskCommand() {
  const { client } = useDesk();
  const optional = useOptionalText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = useCallback(
    async (body: DeskCommandBody): Promise<boolean> => {
      setBusy(true);
      setProblem(undefined);
      const ack = await client.command(body);
      setBusy(false);
      if (!ack.ok) setProblem(optional(`error.${ack.error?.code}`, ack.error?.message ?? ''));
      return ack.ok;
    },
    [client, optional],
  );
  return { run, busy, problem };
}

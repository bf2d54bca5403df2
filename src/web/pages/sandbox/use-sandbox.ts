import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import { SandboxState } from '../../../http/contract/sandbox.ts';
import { fetchJson } from '../../api/call-api.ts';
import { sandboxPaths } from '../../paths.ts';
import { useProblemText } from '../../ui/states.tsx';

const KEY = ['sandbox'];

/** The emulator as it is now; every change arrives by itself. */
export function useSandboxState() {
  const queryClient = useQueryClient();
  useEffect(() => {
    const events = new EventSource(sandboxPaths.events());
    events.addEventListener('state', (event) => {
      const parsed = SandboxState.safeParse(JSON.parse(event.data));
      if (parsed.success) queryClient.setQueryData(KEY, parsed.data);
      else console.error('The emulator tells of a state that is not known here.', parsed.error.issues);
    });
    return () => events.close();
  }, [queryClient]);
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => fetchJson(sandboxPaths.state(), { schema: SandboxState, signal }) });
}

type Run = (action: () => Promise<unknown>) => void;

export const RunContext = createContext<Run>(() => {});

/** Does something in the emulator; what goes wrong is shown at the head of the page. */
export function useRun(): Run {
  return use(RunContext);
}

/** Actions one after the other, in the order in which they were asked for: keys must not overtake each other. */
export function useActionQueue() {
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const run: Run = useCallback(
    (action) => {
      last.current = last.current
        .then(() => setProblem(undefined))
        .then(action)
        .catch((error: unknown) => setProblem(problemText(error)));
    },
    [problemText],
  );
  return { run, problem };
}

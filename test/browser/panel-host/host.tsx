import '@mantine/core/styles.css';
import '../../../src/web/page.css';
import { MantineProvider } from '@mantine/core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { applyEdit } from '../../../src/flows/edit/apply-edit.ts';
import type { DraftFlow } from '../../../src/flows/edit/draft.ts';
import type { FlowSide } from '../../../src/flows/exits.ts';
import { Flow } from '../../../src/flows/flow.ts';
import { lintFlow } from '../../../src/flows/lint-flow.ts';
import { LanguageProvider } from '../../../src/web/messages/language.tsx';
import { StepPanel, type StepPanelProps } from '../../../src/web/pages/flows/panel/step-panel.tsx';
import { theme } from '../../../src/web/theme.ts';

z.config({ jitless: true });

/** What a test hands in and looks at: the draft as it is, and how many edits made it. */
interface Given {
  readonly flow: DraftFlow;
  readonly library: StepPanelProps['library'];
  readonly side: FlowSide;
  readonly step: string;
}
declare global {
  interface Window {
    given: Given;
    draft: DraftFlow;
    edits: unknown[];
    /** Shows another step. */
    show(given: Given): void;
  }
}
window.edits = [];

function problemsOf(flow: DraftFlow, { library }: Given): StepPanelProps['problems'] {
  const parsed = Flow.safeParse(flow);
  return parsed.success ? lintFlow(parsed.data, { templates: library.templates }) : [];
}

/** A page that keeps the draft as the editor does: every edit is applied, and the panel gets what came of it. */
function Host({ given }: { given: Given }) {
  const [flow, setFlow] = useState(given.flow);
  const [place, setPlace] = useState({ side: given.side, step: given.step });
  window.draft = flow;
  return (
    <main style={{ maxWidth: 460 }}>
      <h1>{place.step}</h1>
      <StepPanel
        flow={flow}
        side={place.side}
        stepId={place.step}
        problems={problemsOf(flow, given)}
        library={given.library}
        onOpenStep={(side, step) => setPlace({ side, step })}
        onEdit={(edit) => {
          window.edits.push(edit);
          setFlow((before) => {
            const done = applyEdit(before, edit);
            if (!done.ok) throw new Error(`${done.refusal.code}: ${done.refusal.about}`);
            return done.flow;
          });
        }}
      />
    </main>
  );
}

function Shown() {
  const [{ given, count }, setShown] = useState({ given: window.given, count: 0 });
  window.show = (next) => setShown({ given: next, count: count + 1 });
  return <Host key={count} given={given} />;
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <LanguageProvider>
      <Shown />
    </LanguageProvider>
  </MantineProvider>,
);

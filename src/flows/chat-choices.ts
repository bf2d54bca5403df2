import type { ChatStep } from './schema/chat-steps.ts';
import type { Wording } from './schema/fields.ts';

/** An answer that can be tapped, wherever it stands: under the message or in its list. */
export interface Choice {
  readonly id: string;
  readonly title: Wording;
  readonly to?: string | undefined;
  /** Where it stands in the step. */
  readonly path: readonly (string | number)[];
}

/** Every answer of a step that can be tapped, in the order shown; none for steps of other types. */
export function choicesOf(step: ChatStep): readonly Choice[] {
  if (step.type !== 'ask' && step.type !== 'send') return [];
  const buttons = (step.buttons ?? []).map((button, at): Choice => ({ ...button, path: ['buttons', at] }));
  const rows = (step.list?.sections ?? []).flatMap(({ rows: each }, at) =>
    each.map((row, n): Choice => ({ id: row.id, title: row.title, to: row.to, path: ['list', 'sections', at, 'rows', n] })),
  );
  return [...buttons, ...rows];
}

/** The id of an answer as it travels: an answer of an old message is told apart from one of the same name now. */
export function wireId(step: string, answer: string): string {
  return `${step}.${answer}`;
}

/** The step and the answer of an id that came back; undefined for one of another making, such as a template's. */
export function readWireId(id: string | undefined): { readonly step: string; readonly answer: string } | undefined {
  const match = /^([a-z][a-zA-Z0-9/-]{0,159})\.([a-z0-9-]{1,40})$/.exec(id ?? '');
  return match ? { step: match[1] as string, answer: match[2] as string } : undefined;
}

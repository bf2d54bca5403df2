import type { ApiAnswer } from '../../../../http/contract/routes.ts';
import type { Overlay } from '../editor/overlay.ts';

export type Moment = ApiAnswer<'callReplay'>['moments'][number];

/** The box of a step on the drawing: one of a part stands in the box that runs the part. */
function boxOf(step: string): string {
  return step.split('/')[0] ?? step;
}

/** The exit on the drawing by which a moment was come to, by name; the ways inside a part are not drawn. */
function arrowOf(moment: Moment, before: string | undefined): string | undefined {
  const from = moment.exit?.step ?? before;
  if (!moment.exit?.name || from === undefined || from.includes('/')) return undefined;
  return `${moment.side} ${from}, ${moment.exit.name}`;
}

/** What of the drawing is lit when so many moments were walked: the boxes and arrows so far, and the box where it stands. Pure. */
export function walkUpTo(moments: readonly Moment[], current: number): Extract<Overlay, { kind: 'walk' }> {
  const walked: string[] = [];
  const last: { call?: string; chat?: string } = {};
  let at: string | undefined;
  for (const moment of moments.slice(0, current + 1)) {
    if (moment.kind === 'event' || moment.step === undefined) continue;
    if (moment.kind === 'step') {
      const arrow = arrowOf(moment, last[moment.side]);
      if (arrow) walked.push(arrow);
      last[moment.side] = moment.step;
    }
    at = `${moment.side} ${boxOf(moment.step)}`;
    walked.push(at);
  }
  return { kind: 'walk', walked, ...(at !== undefined && { at }) };
}

const SHORTEST_MS = 700;
const LONGEST_MS = 2_500;

/** How long a moment is shown while it plays, ms: what took longer is shown longer, within reason. Pure. */
export function shownFor({ atMs, untilMs }: Moment): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ((untilMs ?? atMs) - atMs) / 4));
}

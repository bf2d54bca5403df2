import { countryOf } from '../../base/phone.ts';
import { isKnown } from '../condition-facts.ts';
import type { ChatStep } from '../flow.ts';
import type { Scalar } from '../outcomes.ts';
import { plainText } from '../plain-text.ts';
import {
  type ChatAction,
  type ChatKit,
  type ChatLook,
  type ChatMemory,
  type ChatMove,
  chatView,
  chatWait,
  FRESH_CHAT,
  saying,
  write,
} from './chat-parts.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';

type AskStep = Extract<ChatStep, { type: 'ask' }>;

/** Ask: a tap, its title typed, its number, or an answer that passes the check. What is known is not asked again. */
export function askState(id: string, step: AskStep, kit: ChatKit): StepState<ChatMemory> {
  const { variable } = step;
  const skip: readonly ChatMove[] =
    variable !== undefined && step.skipIfKnown
      ? [{ target: kit.to(step.next), guard: ({ context }) => isKnown(context.variables[variable]) }]
      : [];
  return {
    entry: enter<ChatMemory>(id, FRESH_CHAT),
    initial: 'go',
    states: { go: { always: [...skip, { target: `${kit.to(id)}.open` }] }, open: openState(id, step, kit) },
  };
}

function openState(id: string, step: AskStep, kit: ChatKit): StepState<ChatMemory> {
  const ask: readonly ChatAction[] = [question(step, kit), chatWait(() => ({ kind: 'reply', step: id }))];
  const typed = createTyped(step, kit);
  const taps = (step.buttons ?? []).map(
    (button, index): ChatMove => ({
      target: kit.to(button.to ?? step.next),
      guard: (look) => tapped(step, look) === index,
      actions: answer(id, step, kit, () => button.id, button.to ?? step.next),
    }),
  );
  const taken: ChatMove = {
    target: kit.to(step.next),
    guard: (look) => typed(look) !== undefined,
    actions: answer(id, step, kit, (look) => typed(look) ?? null, step.next),
  };
  return {
    entry: ask,
    on: {
      REPLY: [
        ...taps,
        taken,
        { target: kit.to(step.invalid), guard: ({ context }) => context.invalid >= step.retries },
        { actions: [change(({ context }) => ({ invalid: context.invalid + 1 })), ...write(kit, step.invalidText), ...ask] },
      ],
      '*': [{ actions: ask }],
    },
  };
}

function question(step: AskStep, kit: ChatKit): ChatAction {
  const words = kit.words(step.text);
  const buttons = (step.buttons ?? []).map(({ id, title }) => ({ id, title: kit.words(title) }));
  return saying((look) => {
    const { language } = look.context;
    const view = chatView(look);
    const text = words.text(language, view);
    if (buttons.length === 0) return { kind: 'text', text };
    return { kind: 'buttons', text, buttons: buttons.map(({ id, title }) => ({ id, title: title.text(language, view) })) };
  });
}

/** The button that was meant: tapped, its title typed, or its number; -1 for none. */
function tapped(step: AskStep, { event }: ChatLook): number {
  const buttons = step.buttons ?? [];
  const byId = event.buttonId === undefined ? -1 : buttons.findIndex(({ id }) => id === event.buttonId);
  if (byId >= 0) return byId;
  const text = plainText(event.text ?? '');
  if (text === '') return -1;
  const byTitle = buttons.findIndex(({ title }) => Object.values(title).some((label) => plainText(label) === text));
  if (byTitle >= 0) return byTitle;
  const takesNumbers = step.as === undefined;
  return takesNumbers && /^[1-3]$/.test(text) && Number(text) <= buttons.length ? Number(text) - 1 : -1;
}

function answer(id: string, step: AskStep, kit: ChatKit, value: (look: ChatLook) => Scalar, exit: string): readonly ChatAction[] {
  const { variable } = step;
  const secret = variable !== undefined && kit.flow.variables[variable]?.sensitive === true;
  const input = fact<ChatMemory>((look) => ({
    type: 'input',
    step: id,
    by: 'digits',
    value: secret ? '' : String(value(look)).slice(0, 100),
    exit,
  }));
  if (variable === undefined) return [input];
  return [
    input,
    change((look) => ({ variables: { ...look.context.variables, [variable]: value(look) } })),
    fact(({ context }) => ({ type: 'collected', step: id, variable, value: secret ? null : (context.variables[variable] ?? null) })),
  ];
}

/** A typed answer in the type of its variable; undefined when it does not fit, or when only the buttons will do. */
function createTyped(step: AskStep, kit: ChatKit): (look: ChatLook) => Scalar | undefined {
  if (step.as === undefined && step.buttons && step.buttons.length > 0) return () => undefined;
  const check = kit.answerCheck(step.as ?? { kind: 'text', max: 1000 });
  const type = step.variable === undefined ? undefined : kit.flow.variables[step.variable]?.type;
  return (look) => {
    const s = surroundingsIn(look);
    const country = s.caller.country ?? countryOf(s.entryNumber);
    const result = check(look.event.text ?? '', { nowMs: s.nowMs, timeZone: kit.flow.timeZone, ...(country !== undefined && { country }) });
    if (!result.ok) return undefined;
    if (type === 'integer' || type === 'number') return Number.isFinite(Number(result.value)) ? Number(result.value) : undefined;
    return type === 'boolean' ? undefined : String(result.value);
  };
}

import type { FlowChange } from './diff-flows.ts';
import type { Json } from './edit/json.ts';

/** A change as a line of English: for the terminal and for logs; pages word it in their own language. Pure. */
export function describeChange(change: FlowChange): string {
  const at = change.step === undefined ? 'the flow' : `${change.side ?? ''} step “${change.step}”`.trim();
  switch (change.kind) {
    case 'step-added':
      return `+ ${at} (${change.type}) is new`;
    case 'step-removed':
      return `- ${at} (${change.type}) is gone`;
    case 'step-renamed':
      return `~ ${at} was called “${change.from}”`;
    case 'wording':
      return `~ ${at}, ${change.path} (${change.language}): ${fromTo(quoted(change.before), quoted(change.after))}`;
    case 'exit':
      return `~ ${at}, exit ${change.exit}: ${fromTo(change.before, change.after)}`;
    case 'setting':
      return `~ ${at}, ${change.path}: ${fromTo(asText(change.before), asText(change.after))}`;
  }
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `“${text}”`;
}

function asText(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${after ?? 'nothing'} is new`;
  return after === undefined ? `${before} is gone` : `${before} → ${after}`;
}

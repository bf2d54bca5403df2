import type { TemplateView } from '../http/contract/sandbox.ts';
import type { Button } from './message.ts';

/** What becomes of a request for approval. */
export interface ApprovalPolicy {
  readonly outcome: 'approve' | 'reject' | 'wait';
  /** The category given back in place of the one asked for. */
  readonly category?: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
}

/** A content template with its WhatsApp approval. */
export interface Template {
  readonly sid: string;
  friendlyName: string;
  language: string;
  variables: Readonly<Record<string, string>>;
  types: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly createdAtMs: number;
  updatedAtMs: number;
  approval: Approval;
}

export interface Approval {
  readonly status: TemplateView['status'];
  readonly name: string;
  readonly category: string;
  readonly contentType: string;
  readonly rejectionReason: string;
}

/** The types that WhatsApp can show, the richest first. */
export const WHATSAPP_TYPES = [
  'whatsapp/card',
  'twilio/card',
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/list-picker',
  'twilio/media',
  'twilio/text',
] as const;

export interface Rendered {
  readonly contentType: string;
  readonly body: string;
  readonly buttons: readonly Button[];
  /** What opens the list that the buttons stand in. */
  readonly listButton?: string;
  readonly mediaUrls: readonly string[];
  /** Placeholders for which neither a value nor a sample is known. */
  readonly missing: readonly string[];
}

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** The text, buttons and media of a template with its values; a value that is missing is the sample, silently. */
export function renderTemplate(template: Template, values: Readonly<Record<string, string>>): Rendered {
  const contentType = WHATSAPP_TYPES.find((type) => template.types[type]) ?? Object.keys(template.types)[0] ?? 'twilio/text';
  const type = template.types[contentType] ?? {};
  const missing = new Set<string>();
  const fill = (text: unknown) =>
    (typeof text === 'string' ? text : '').replace(PLACEHOLDER, (_, name: string) => {
      const value = values[name] ?? template.variables[name];
      if (value === undefined) missing.add(name);
      return value ?? '';
    });
  const parts = [type.header_text, type.title, type.body, type.footer].map(fill).filter((part) => part !== '');
  const media = Array.isArray(type.media) ? type.media.map(fill) : typeof type.media === 'string' ? [fill(type.media)] : [];
  const listButton = contentType === 'twilio/list-picker' ? fill(type.button) : undefined;
  return {
    contentType,
    body: parts.join('\n'),
    buttons: buttonsOf(type, fill),
    ...(listButton !== undefined && { listButton }),
    mediaUrls: media,
    missing: [...missing],
  };
}

function buttonsOf(type: Readonly<Record<string, unknown>>, fill: (text: unknown) => string): Button[] {
  const actions = Array.isArray(type.actions) ? type.actions : [];
  const items = Array.isArray(type.items) ? type.items : [];
  return [
    ...actions.map((action: Record<string, unknown>) => buttonOf(action, fill)),
    ...items.map((item: Record<string, unknown>): Button => {
      const description = fill(item.description);
      return { kind: 'reply', title: fill(item.item), id: fill(item.id), ...(description !== '' && { description }) };
    }),
  ];
}

function buttonOf(action: Readonly<Record<string, unknown>>, fill: (text: unknown) => string): Button {
  const title = fill(action.title ?? action.copy_code_text);
  if (action.type === 'QUICK_REPLY') return { kind: 'reply', title, id: fill(action.id) };
  if (action.type === 'URL') return { kind: 'url', title, url: fill(action.url) };
  if (action.type === 'PHONE_NUMBER') return { kind: 'phone', title, url: `tel:${fill(action.phone)}` };
  return { kind: 'other', title };
}

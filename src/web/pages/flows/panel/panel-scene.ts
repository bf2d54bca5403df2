import { type ComponentType, createContext, use } from 'react';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { Edit } from '../../../../flows/edit/edit.ts';
import { isList, type Json, type JsonObject, type JsonPath } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import type { MediaFile } from '../../../../flows/lint/context.ts';
import type { FlowLibrary } from '../../../../flows/parts/bundle-flow.ts';
import type { TableShape } from '../../../../flows/tables/table.ts';
import type { Template } from '../../../../flows/template.ts';

/** What a template's approval looks like, as the settings tell it. */
export interface TemplateApproval {
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly usable: boolean;
  readonly reason?: string | undefined;
}

/** What lies beside the flow that a step may name. */
export interface PanelLibrary extends FlowLibrary {
  readonly templates: readonly Template[];
  readonly approvals: readonly TemplateApproval[];
  /** The files of flows/audio by their address. */
  readonly recordings: readonly string[];
  readonly media: readonly MediaFile[];
  /** The tables that are kept. */
  readonly tables: Readonly<Record<string, TableShape>>;
  /** Teams that agents are in. */
  readonly teams: readonly string[];
}

/** Editors that settings of the whole flow have of their own. */
export type OwnEditors = Readonly<Record<'languages' | 'variables' | 'calendars' | 'parts', ComponentType<FieldProps>>>;

/** What every field of the panel knows of where it stands. */
export interface PanelScene {
  readonly flow: DraftFlow;
  /** The side it belongs to; settings of the whole flow are written on the chat side. */
  readonly side: FlowSide;
  /** The step that the panel shows; absent: the settings of the flow. */
  readonly stepId: string | undefined;
  /** Where in the flow the paths of fields begin. */
  readonly base: JsonPath;
  readonly type: string;
  readonly library: PanelLibrary;
  /** Only looked at: who may not edit. */
  readonly readOnly: boolean;
  /** What is wrong at a place below the base, in words. */
  readonly problemsAt: (path: JsonPath) => readonly string[];
  /** Changes the value at a place below the base; without one the field is taken out. */
  readonly change: (path: JsonPath, value: Json | undefined) => void;
  readonly edit: (edit: Edit) => void;
  /** The place below the base that is looked for: what it stands in is opened. */
  readonly wanted?: JsonPath | undefined;
  readonly own?: OwnEditors;
  /** Shows another place of the flow. */
  readonly openPlace?: (path: JsonPath) => void;
  readonly openStep: ((side: FlowSide, step: string) => void) | undefined;
}

export const PanelContext = createContext<PanelScene | undefined>(undefined);

export function usePanel(): PanelScene {
  const scene = use(PanelContext);
  if (!scene) throw new Error('a field of the panel stands outside of it');
  return scene;
}

/** What every editor of a field gets. `label` names it, also for who can't see the page. */
export interface FieldProps<T extends Json = Json> {
  readonly path: JsonPath;
  readonly value: T | undefined;
  readonly label: string;
  readonly help: string | undefined;
  readonly required: boolean;
  readonly preset: unknown;
}

/** The sentence under a field. */
export function errorAt(scene: PanelScene, path: JsonPath): string | undefined {
  return scene.problemsAt(path).join(' ') || undefined;
}

/** The languages that the flow names, the default first; one that it names twice, once. */
export function languagesOf({ languages }: DraftFlow): readonly string[] {
  return isList(languages) ? [...new Set(languages.filter((each): each is string => typeof each === 'string'))] : [];
}

/** The entries of an object of the draft by name. */
export function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value as JsonObject) : [];
}

import type { ComponentType } from 'react';
import type { FieldProps } from './panel-scene.ts';
import type { Shape } from './step-shape.ts';

export type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/** What the editor of a shape gets. */
export interface ShapeProps<S extends Shape = Shape> extends FieldProps {
  readonly shape: S;
  readonly fieldPath: string;
}

/** How an entry of a list or a map is shown: entries are of any shape, and may hold lists and maps themselves. */
export type EntryView = ComponentType<ShapeProps>;

import type { Request } from 'express';

/** The parameters of a REST request: the form, where repeated names keep all values. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The form of a request that went through `express.urlencoded({ extended: false })`. */
export function formOf(request: Request): Form {
  return typeof request.body === 'object' && request.body !== null ? (request.body as Form) : {};
}

/** The last value of a name; undefined when it is absent or empty. */
export function value(form: Form, name: string): string | undefined {
  const found = values(form, name).at(-1);
  return found === undefined || found === '' ? undefined : found;
}

/** All values of a name. */
export function values(form: Form, name: string): readonly string[] {
  const found = form[name];
  if (found === undefined) return [];
  return typeof found === 'string' ? [found] : found;
}

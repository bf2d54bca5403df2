/** A type in which what may be undefined may be absent instead. */
export type Defined<T> = T extends readonly (infer E)[]
  ? Defined<E>[]
  : T extends object
    ? { [K in keyof T as undefined extends T[K] ? never : K]: Defined<T[K]> } & {
        [K in keyof T as undefined extends T[K] ? K : never]?: Defined<Exclude<T[K], undefined>>;
      }
    : T;

/** Plain JSON without its undefined fields, at any depth. */
export function defined<T>(value: T): Defined<T> {
  if (Array.isArray(value)) return value.map(defined) as Defined<T>;
  if (typeof value !== 'object' || value === null) return value as Defined<T>;
  const kept = Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, defined(each)] as const]));
  return Object.fromEntries(kept) as Defined<T>;
}

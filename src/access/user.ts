export const ROLES = ['agent', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who may sign in. The password is kept as an argon2id hash, apart. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly string[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: number;
  readonly disabled?: boolean;
}

/** What somebody may be; what each role may stands in permissions.ts. The order is that of lists. */
export const ROLES = ['administrator', 'flow-editor', 'publisher', 'supervisor', 'agent', 'analyst', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** A number or an address that the carrier can ring. */
export function isPhoneAddress(text: string): boolean {
  return /^\+[1-9]\d{6,14}$|^sips?:[^\s@]+@[^\s@]+$/.test(text);
}

/** Somebody who may sign in. The password is kept as an argon2id hash, apart. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** One or several, each once, in the order of ROLES. */
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: number;
  /** Where they are rung for a callback: E.164 or a `sip:` address; absent: the phone that all share. */
  readonly phone?: string;
  readonly disabled?: boolean;
}

/** The roles each once, in the order of the table. */
export function inOrder(roles: readonly Role[]): readonly Role[] {
  return ROLES.filter((role) => roles.includes(role));
}

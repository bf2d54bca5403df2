import type { ContactId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';

/** An arm of an experiment: its share is its weight among those of all arms. */
export interface Arm {
  readonly id: string;
  readonly weight: number;
}

/** The arms that a person has, by experiment. */
export type Arms = Readonly<Record<string, string>>;

/** Decides a person's arm; always the same for the same person, experiment and arms. */
export type ChooseArm = (experiment: string, arms: readonly Arm[]) => string;

/**
 * Draws arms for a person: the contact, which for a withheld number is that of the call alone. Each arm draws a lot of its
 * own, a keyed hash of the experiment, the arm and the person, and the best by weight wins (weighted rendezvous hashing): a
 * changed weight or a further arm moves only those who must move. Without any weight, the first.
 */
export function createArmChooser(keyring: Pick<Keyring, 'hash'>, contactId: ContactId): ChooseArm {
  return (experiment, arms) => {
    let best = { score: Number.NEGATIVE_INFINITY, id: arms[0]?.id ?? '' };
    for (const { id, weight } of arms) {
      if (weight <= 0) continue;
      const score = Math.log(lot(keyring.hash(`experiment:${experiment}:${id}:${contactId}`))) / weight;
      if (score > best.score) best = { score, id };
    }
    return best.id;
  };
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number above 0 and below 1 from the first ten letters, 50 bits. */
function lot(letters: string): number {
  let value = 0;
  for (const letter of letters.slice(0, 10)) value = value * 32 + LETTERS.indexOf(letter);
  return (value + 0.5) / 32 ** 10;
}

/** Whose invites are counted together: those that one caller caused, those to a block of numbers, to a country, all. */
export type BudgetScope = 'number' | 'prefix' | 'country' | 'all';

/** One counter. `name`: a keyed hash of the caller's number, the block (`+346001122`), the country (ISO 3166), or ''. */
export interface BudgetPlace {
  readonly scope: BudgetScope;
  readonly name: string;
}

export interface BudgetLimit extends BudgetPlace {
  readonly most: number;
  readonly hours: number;
}

/** Invites of the last hours by scope; the replies are those of the block. */
export interface BudgetCounts {
  readonly number: number;
  readonly prefix: number;
  readonly country: number;
  readonly all: number;
  /** All of the last 24 hours, whatever the budgets' own hours. */
  readonly day: number;
  /** Of the block, over the hours of the watch, those of the last minutes left out: nobody could answer yet. */
  readonly watched: { readonly invites: number; readonly replies: number };
}

/** Offers were stopped for a block, a country or everybody, until an administrator lifts it. */
export interface OfferStop {
  /** `prefix:+346001122`, `country:ES`, `all:`, or `manual:` for a stop by hand. */
  readonly id: string;
  readonly scope: BudgetScope;
  readonly name: string;
  readonly why: 'budget' | 'no-replies' | 'by-hand';
  readonly atMs: number;
  /** What was counted, and the limit. */
  readonly counted: number;
  readonly limit: number;
}

export interface WatchOfReplies {
  readonly hours: number;
  /** -1: nobody watches. */
  readonly minInvites: number;
  /** Of a hundred invites, so many must be answered. */
  readonly minPercent: number;
  /** Invites younger than this are not judged yet. */
  readonly graceMinutes: number;
}

export interface BudgetQuestion {
  readonly limits: readonly BudgetLimit[];
  readonly watch: WatchOfReplies;
  readonly nowMs: number;
}

export type BudgetTaken =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly scope: BudgetScope;
      readonly why: 'budget' | 'no-replies';
      readonly counted: number;
      readonly limit: number;
      /** The stop that may follow; none for a single caller. */
      readonly stop?: OfferStop;
    };

/** The counters against pumping. Every call is one round trip. */
export interface Budgets {
  read(question: BudgetQuestion): Promise<BudgetCounts>;
  /** Counts an invite in every place, or in none of them when one is full. The same key counts once. */
  take(key: string, question: BudgetQuestion): Promise<BudgetTaken>;
  /** An invite to this block was answered. The same key counts once. */
  answered(key: string, place: BudgetPlace, nowMs: number): Promise<void>;
  /** What was counted at one place is forgotten. */
  forget(place: BudgetPlace): Promise<void>;
  stops(): Promise<readonly OfferStop[]>;
  /** False, and nothing changed, when it is there already. */
  stop(stop: OfferStop): Promise<boolean>;
  /** False if there was no such stop. The counters of what was stopped begin anew. */
  lift(id: string): Promise<boolean>;
}

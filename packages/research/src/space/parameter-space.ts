/** A value that a swept key may take. */
export type ParameterValue = number | boolean;

/** One key of the configuration that a search varies. */
export interface SweepParameter {
  /** Full name of the key, `signal.accept_outside_k`. */
  readonly key: string;
  /** What it may be, in the order given, without repeats. At least one. */
  readonly values: readonly ParameterValue[];
}

/** How the sets of a search are chosen. `seed` decides alone which; both samplings repeat no set. */
export type Sampling =
  | { readonly kind: 'grid' }
  | { readonly kind: 'random'; readonly sets: number; readonly seed: number }
  | { readonly kind: 'latin-hypercube'; readonly sets: number; readonly seed: number };

/** What a search varies, and which combinations of it are run. */
export interface ParameterSpace {
  /** In the order given; a set's values stand in this order. */
  readonly parameters: readonly SweepParameter[];
  /** Conditions between keys that a set must meet, as written: `signal.of_entry_min < signal.of_breakout_min`. */
  readonly constraints: readonly string[];
  readonly sampling: Sampling;
}

/** One combination. */
export interface ParameterSet {
  /** Its number in the search, from 0: sets are always listed in this order. */
  readonly index: number;
  /** One value per parameter of the space, in its order. */
  readonly values: readonly ParameterValue[];
}

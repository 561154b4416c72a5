import type { ParameterSet, ParameterSpace, ParameterValue } from '../space/parameter-space.ts';

/** Data that every set of a search is run over. */
export interface SearchPeriod {
  readonly venue: string;
  readonly symbol: string;
  /** First and last UTC day, `YYYY-MM-DD`, both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Identity of the ticks (hex SHA-256), as `TickSource.dataHash`. */
  readonly dataHash: string;
}

/**
 * Everything that decides the results of a search, as plain JSON data: what is the same here gives the same
 * results on every machine and with any number of workers.
 */
export interface SearchPlan {
  /** Hex SHA-256 of everything below: the search's identity. */
  readonly planHash: string;
  /** Version of what a result means; results of another version are refused. */
  readonly resultVersion: number;
  readonly strategy: string;
  /**
   * Keys of the configuration that were chosen (file, environment, command line), by full name; all others have
   * their defaults, or follow the key they follow.
   */
  readonly base: Readonly<Record<string, unknown>>;
  readonly space: ParameterSpace;
  readonly sets: readonly ParameterSet[];
  /** Combinations that the constraints or the configuration's own rules excluded. */
  readonly excluded: number;
  readonly periods: readonly SearchPeriod[];
}

/** One unit of results: a set over a period. */
export interface SetOutcome {
  readonly setIndex: number;
  /** Index into the plan's periods. */
  readonly periodIndex: number;
  /** Null when the run failed. */
  readonly figures: SetFigures | null;
  /** Why the run failed; null when it did not. */
  readonly error: string | null;
}

/** What a run of a set gave. Deterministic: neither times nor machine are part of it. */
export interface SetFigures {
  /** Headline figures of `headlineMetrics`, by name. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Simple returns from UTC day to UTC day (the run's own mark days, see `dailyReturns`). */
  readonly dailyReturns: readonly number[];
  /** UTC day (`YYYY-MM-DD`) of the first of them; the others follow day by day. */
  readonly firstDay: string;
}

/** The values of a set by key. */
export type SetValues = Readonly<Record<string, ParameterValue>>;

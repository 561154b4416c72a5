import type { SearchAssessment } from '../../assessment/assessment.ts';
import type { SearchPeriod } from '../../search/search-plan.ts';
import type { ParameterValue } from '../../space/parameter-space.ts';
import type { EquityCurve } from '../chosen-curves.ts';

/** All that the page of a search shows. Plain JSON data, column by column, so that 10,000 sets stay small. */
export interface SearchDocument {
  readonly version: string;
  readonly commandLine: string | null;
  readonly strategy: string;
  readonly planHash: string;
  readonly sampling: string;
  readonly constraints: readonly string[];
  readonly excluded: number;
  /** Chosen keys of the configuration and their values, as texts. */
  readonly base: readonly (readonly [key: string, value: string])[];
  readonly periods: readonly SearchPeriod[];
  readonly parameters: readonly ParameterColumn[];
  /** Number of each set in the search. Every other column is in this order. */
  readonly setIndexes: readonly number[];
  /** Names of the figures in each part, the most important first. */
  readonly metrics: readonly string[];
  /** One part a period; with several periods, one of all together stands first. */
  readonly parts: readonly ResultPart[];
  readonly assessment: SearchAssessment;
  readonly curves: readonly EquityCurve[];
}

/** One key that the search varied. */
export interface ParameterColumn {
  /** Full name, `signal.accept_outside_k`. */
  readonly key: string;
  readonly choices: number;
  /** A value per set. */
  readonly values: readonly ParameterValue[];
}

/** The results of all sets over the same data. */
export interface ResultPart {
  readonly label: string;
  /** By figure: a value per set, null where there is none. */
  readonly figures: Readonly<Record<string, readonly (number | null)[]>>;
  /** Positions of sets that failed, and why. */
  readonly failed: readonly (readonly [position: number, error: string])[];
  /** Positions of sets without any result: the search was stopped before them. */
  readonly missing: readonly number[];
}

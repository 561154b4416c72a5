import type { Sampling } from './parameter-space.ts';

/** How sets may be chosen, by name. */
export const SAMPLING_KINDS = [
  'grid',
  'random',
  'latin-hypercube',
] as const satisfies readonly Sampling['kind'][];

/** One of {@link SAMPLING_KINDS}. */
export type SamplingKind = (typeof SAMPLING_KINDS)[number];

import { nearestName } from '@auction-trader/core';
import { parseConstraint } from './constraint.ts';
import type { ParameterSpace, Sampling, SweepParameter } from './parameter-space.ts';
import { parseParameter } from './parameter-text.ts';
import { SAMPLING_KINDS } from './sampling-kinds.ts';
import { searchError } from './search-error.ts';
import type { SearchFile } from './search-file.ts';

/** Where a space comes from: a parameter file, and what the command line says. */
export interface SpaceInputs {
  readonly file?: SearchFile | undefined;
  /** `--params` texts. */
  readonly params?: readonly string[] | undefined;
  /** Beside those of the file. */
  readonly constraints?: readonly string[] | undefined;
  /** `grid`, `random` or `latin-hypercube`. */
  readonly sampling?: string | undefined;
  readonly sets?: number | undefined;
  readonly seed?: number | undefined;
}

const DEFAULT_SEED = 1;

/**
 * Makes the space of a search. What the command line says wins over the file: its values of a key stand in for
 * the file's (in the file's place), its sampling, number of sets and seed too; constraints of both count.
 *
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) for all that `parseParameter` and `parseConstraint`
 * refuse, no parameter at all, a key given twice, an unknown sampling, and a number of sets that is missing or has
 * no meaning
 * @example
 * parseSpace({ params: ['accept_outside_k:1..6', 'use_qimb:true,false'] }) // a grid of 12
 */
export function parseSpace({
  file,
  params = [],
  constraints = [],
  ...sampling
}: SpaceInputs): ParameterSpace {
  const own = new Map<string, SweepParameter>();
  for (const text of params) {
    const parameter = parseParameter(text);
    const { key } = parameter;
    if (own.has(key))
      throw searchError(`${key} is given twice`, 'Give all its values in one --params.', { key });
    own.set(key, parameter);
  }
  for (const text of constraints) parseConstraint(text);
  const all = new Map(file?.parameters.map((parameter) => [parameter.key, parameter]));
  for (const [key, parameter] of own) all.set(key, parameter);
  if (all.size === 0) {
    const where = file === undefined ? {} : { file: file.name };
    throw searchError('the search varies nothing', 'Give at least one --params key:a,b,...', where);
  }
  return {
    parameters: [...all.values()],
    constraints: [...new Set([...(file?.constraints ?? []), ...constraints].map((text) => text.trim()))],
    sampling: samplingOf({
      sampling: sampling.sampling ?? file?.sampling,
      sets: sampling.sets ?? (sampling.sampling === 'grid' ? undefined : file?.sets),
      seed: sampling.seed ?? file?.seed,
    }),
  };
}

function samplingOf({
  sampling = 'grid',
  sets,
  seed,
}: Pick<SpaceInputs, 'sampling' | 'sets' | 'seed'>): Sampling {
  const kind = SAMPLING_KINDS.find((known) => known === sampling);
  if (kind === undefined) {
    const nearest = nearestName(sampling, SAMPLING_KINDS);
    throw searchError(
      `${sampling} is no sampling`,
      `Did you mean ${nearest}? There are ${SAMPLING_KINDS.join(', ')}.`,
      {
        key: 'sampling',
      },
    );
  }
  if (kind === 'grid') {
    if (sets === undefined) return { kind };
    throw searchError(
      `a grid runs all its sets, not ${sets} of them`,
      'Choose a sampling: --sampling random.',
      {
        key: 'sets',
      },
    );
  }
  if (sets === undefined) {
    throw searchError(`${kind} sampling needs a number of sets`, 'For example: --sets 1000', { key: 'sets' });
  }
  return { kind, sets, seed: seed ?? DEFAULT_SEED };
}

import type { ParameterSpace, ParameterValue } from './parameter-space.ts';

/**
 * Combinations of all values of a space, constraints left aside. Exact, and nothing is built for it: a space may
 * have more than any machine could list.
 */
export function combinationCount({ parameters }: Pick<ParameterSpace, 'parameters'>): bigint {
  return parameters.reduce((count, { values }) => count * BigInt(values.length), 1n);
}

/** Combinations that are gone through one by one, at most. */
export const MAX_LISTED = 2_000_000;

/** Takes the values of parameters at one index each. */
export function valuesAt(space: ParameterSpace, indexes: ArrayLike<number>): ParameterValue[] {
  return space.parameters.map(({ values }, parameter) => values[indexes[parameter]!]!);
}

/**
 * Every combination as one index per parameter, the first varying slowest. The array is one and the same: copy
 * what is to be kept.
 */
export function* combinations({ parameters }: ParameterSpace): Generator<Readonly<Uint32Array>> {
  const indexes = new Uint32Array(parameters.length);
  for (;;) {
    yield indexes;
    let place = parameters.length - 1;
    while (place >= 0 && ++indexes[place]! === parameters[place]!.values.length) indexes[place--] = 0;
    if (place < 0) return;
  }
}

/** The combination with a number in the order of {@link combinations}, as one index per parameter. */
export function indexesOf({ parameters }: ParameterSpace, number: number): Uint32Array {
  const indexes = new Uint32Array(parameters.length);
  let rest = number;
  for (let at = parameters.length - 1; at >= 0; at--) {
    const { length } = parameters[at]!.values;
    indexes[at] = rest % length;
    rest = Math.floor(rest / length);
  }
  return indexes;
}

import type { ParameterSet, ParameterSpace } from '../space/parameter-space.ts';

/**
 * Sets next to a set. In a grid: those that differ in one parameter by one step of its list. In a sampled space,
 * where such sets are rare: the nearest ones, twice as many as there are parameters, by the distance between the
 * places of their values in the parameters' lists (Euclid, each list scaled to 0..1; of equals the first).
 *
 * @param index of the set
 * @returns indexes of its neighbours, ascending
 * @throws RangeError when there is no set of that index
 */
export function neighbours(space: ParameterSpace, sets: readonly ParameterSet[], index: number): number[] {
  const places = space.parameters.map(({ values }) => new Map(values.map((value, place) => [value, place])));
  const placesOf = ({ values }: ParameterSet) => values.map((value, i) => places[i]!.get(value)!);
  const centre = sets.find((set) => set.index === index);
  if (centre === undefined) throw new RangeError(`the search has no set ${index}`);
  const own = placesOf(centre);
  const others = sets.filter((set) => set !== centre);
  if (space.sampling.kind === 'grid') {
    return others.filter((set) => steps(own, placesOf(set)) === 1).map((set) => set.index);
  }
  const scales = space.parameters.map(({ values }) => 1 / Math.max(1, values.length - 1));
  return others
    .map((set) => ({ index: set.index, apart: squaredDistance(own, placesOf(set), scales) }))
    .sort((a, b) => a.apart - b.apart || a.index - b.index)
    .slice(0, 2 * space.parameters.length)
    .map((set) => set.index)
    .sort((a, b) => a - b);
}

function steps(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs(a[i]! - b[i]!);
  return sum;
}

function squaredDistance(a: readonly number[], b: readonly number[], scales: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i]! - b[i]!) * scales[i]!) ** 2;
  return sum;
}

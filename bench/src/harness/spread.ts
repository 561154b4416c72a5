/** Median and extremes of a figure over several rounds. */
export interface Spread {
  readonly value: number;
  readonly lowest: number;
  readonly highest: number;
}

/** @throws when there is no figure */
export function spread(figures: readonly number[]): Spread {
  if (figures.length === 0) throw new Error('no figures to take a median of');
  const sorted = [...figures].sort((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  const value = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { value, lowest: sorted[0]!, highest: sorted.at(-1)! };
}

/** Spread of `above[i] / below[i]`: figures of one round are set against each other. */
export function spreadOfRatios(above: readonly number[], below: readonly number[]): Spread {
  if (above.length !== below.length) throw new Error('ratios need as many figures above as below');
  return spread(above.map((figure, index) => figure / below[index]!));
}

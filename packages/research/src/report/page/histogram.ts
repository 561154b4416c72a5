/** Counts of values in stretches of equal length. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Stretches start at a multiple of their length, so that 0 is an edge. @param most about how many stretches */
export function histogram(values: readonly number[], most = 32): Histogram {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const rough = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = power * [1, 2, 5, 10].find((one) => one * power >= rough * 0.999)!;
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width) - first]! += 1;
  return { low: first * width, width, counts };
}

/**
 * Mean block length for the stationary bootstrap of a series: the automatic choice of Politis and White,
 * "Automatic block-length selection for the dependent bootstrap", Econometric Reviews, 2004, with the correction
 * by Patton, Politis and White, 2009.
 *
 * @returns days, at most `min(3 sqrt(n), n / 3)` rounded up; 0 for a series without spread or without memory
 */
export function automaticBlockLength(values: ArrayLike<number>): number {
  const count = values.length;
  const covariances = autocovariances(values, largestLag(count));
  if (!(covariances[0]! > 0)) return 0;
  const bandwidth = lagBandwidth(covariances, count);
  let slope = 0;
  let longRun = covariances[0]!;
  for (let lag = 1; lag <= bandwidth; lag += 1) {
    const share = lag / bandwidth;
    const weight = share <= 0.5 ? 1 : 2 * (1 - share);
    slope += 2 * weight * lag * covariances[lag]!;
    longRun += 2 * weight * covariances[lag]!;
  }
  const length = Math.cbrt((slope / longRun) ** 2 * count);
  return Math.min(length, Math.ceil(Math.min(3 * Math.sqrt(count), count / 3)));
}

/** So many small autocorrelations in a row mean that no large one follows: the paper's K for every n in use. */
const QUIET_LAGS = 5;

function largestLag(count: number): number {
  return Math.min(count - 1, Math.ceil(Math.sqrt(count)) + QUIET_LAGS);
}

function autocovariances(values: ArrayLike<number>, lags: number): Float64Array {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i]!;
  const mean = sum / count;
  const covariances = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag += 1) {
    let products = 0;
    for (let i = lag; i < count; i += 1) products += (values[i]! - mean) * (values[i - lag]! - mean);
    covariances[lag] = products / count;
  }
  return covariances;
}

/** Twice the last lag whose autocorrelation differs from zero. */
function lagBandwidth(covariances: Float64Array, count: number): number {
  const limit = 2 * Math.sqrt(Math.log10(count) / count);
  const lags = covariances.length - 1;
  let run = 0;
  for (let lag = 1; lag <= lags; lag += 1) {
    run = Math.abs(covariances[lag]! / covariances[0]!) < limit ? run + 1 : 0;
    if (run === QUIET_LAGS) return Math.min(lags, 2 * Math.max(1, lag - QUIET_LAGS));
  }
  return lags;
}

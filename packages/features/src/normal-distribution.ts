/**
 * Distribution function of the standard normal distribution, accurate to 1e-15: the series
 * of Abramowitz and Stegun 26.2.11 near the middle, their continued fraction 26.2.14 in
 * the tails.
 */
export function normalDistribution(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const away = Math.abs(x);
  if (away > 38) return x > 0 ? 1 : 0;
  const density = Math.exp((-away * away) / 2) / Math.sqrt(2 * Math.PI);
  const upper = away < 4 ? 0.5 - density * centralSeries(away) : density / tailFraction(away);
  return x > 0 ? 1 - upper : upper;
}

/** x + x^3/3 + x^5/(3*5) + ... */
function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + ...))) */
function tailFraction(x: number): number {
  let fraction = x;
  for (let level = 100; level >= 1; level--) fraction = x + level / fraction;
  return fraction;
}

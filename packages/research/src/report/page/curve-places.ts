import type { EquityCurve } from '../chosen-curves.ts';

/** Days of all curves on one scale, and where each curve's days lie on it. */
export interface CurvePlaces {
  /** Names of the places, in order. */
  readonly days: readonly string[];
  /** Of each curve: the place of each of its days. */
  readonly places: readonly (readonly number[])[];
}

/**
 * Puts curves over the same days onto one scale. Days may repeat, when periods overlap: they then follow the
 * order of the longest curve, and each day of another curve is the next such day of it.
 */
export function curvePlaces(curves: readonly EquityCurve[]): CurvePlaces {
  if (curves.every(({ days }) => ascending(days))) {
    const days = [...new Set(curves.flatMap((curve) => [...curve.days]))].sort();
    const placeOf = new Map(days.map((day, i) => [day, i]));
    return { days, places: curves.map((curve) => curve.days.map((day) => placeOf.get(day)!)) };
  }
  const longest = curves.reduce((a, b) => (b.days.length > a.days.length ? b : a));
  const places = curves.map(({ days }) => {
    let place = -1;
    return days.map((day) => {
      const next = longest.days.indexOf(day, place + 1);
      place = next < 0 ? place + 1 : next;
      return place;
    });
  });
  return { days: longest.days, places };
}

function ascending(days: readonly string[]): boolean {
  return days.every((day, i) => i === 0 || days[i - 1]! < day);
}

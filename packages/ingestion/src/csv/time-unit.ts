/**
 * Form of a file's times: seconds, milliseconds, microseconds or nanoseconds since 1970
 * (whole or with decimals), ISO 8601, or mixed: each time for itself.
 */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'iso' | 'mixed';

/** A reading of the first rows' times. */
export interface TimeReading {
  readonly unit: TimeUnit;
  /** What was unclear about it, null when nothing was. */
  readonly warning: string | null;
}

/** Whole digits of each unit at present: from 2001 to 2286. */
const DIGITS: Readonly<Record<number, TimeUnit>> = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' };

const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  iso: 'ISO 8601',
  mixed: 'unclear',
};

/**
 * The form of some times.
 *
 * @param texts times of the first rows, at least one
 * @example
 * detectTimeUnit(['1719705600.0647', '1719705601']) // { unit: 's', warning: null }
 */
export function detectTimeUnit(texts: readonly string[]): TimeReading {
  const counts = new Map<TimeUnit, number>();
  for (const text of texts) {
    const unit = unitOf(text);
    counts.set(unit, 1 + (counts.get(unit) ?? 0));
  }
  const [only] = counts.keys();
  if (counts.size === 1 && only !== undefined && only !== 'mixed') return { unit: only, warning: null };
  const seen = [...counts].map(([unit, count]) => `${count} ${UNIT_NAMES[unit]}`).join(', ');
  return {
    unit: 'mixed',
    warning: `the times of the first ${texts.length} rows have no common form (${seen}): each is read in the unit that puts it between 2015 and 2035`,
  };
}

function unitOf(text: string): TimeUnit {
  const [, whole] = /^(\d+)(?:\.\d*)?$/.exec(text) ?? [];
  if (whole !== undefined) return DIGITS[whole.length] ?? 'mixed';
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(text) ? 'iso' : 'mixed';
}

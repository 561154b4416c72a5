/** Stands where there is no value. */
export const NONE = '–';
const MINUS = '−';
const NO_BREAK = '\u00a0';

/** A number with a fixed number of decimals and thin groups of thousands; a dash for none. */
export function number(value: number | null, decimals = 0): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** As {@link number}, with a plus sign where it is positive. */
export function signed(value: number | null, decimals = 2): string {
  const text = number(value, decimals);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A fraction as a percentage. */
export function percent(fraction: number | null, decimals = 1): string {
  return fraction === null || !Number.isFinite(fraction)
    ? NONE
    : `${number(fraction * 100, decimals)}${NO_BREAK}%`;
}

/** A value of which only a few digits matter. */
export function significant(value: number | null, digits = 4): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits }).replace('-', MINUS);
}

/** `2025-06-21 18:03` UTC. */
export function minute(timeMs: number | null): string {
  return timeMs === null ? NONE : new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2025-06-21 18:03:20.125` UTC, milliseconds left out when 0. */
export function instant(timeMs: number | null): string {
  if (timeMs === null) return NONE;
  const text = new Date(timeMs).toISOString().slice(0, 23).replace('T', ' ');
  return text.endsWith('.000') ? text.slice(0, 19) : text;
}

/** `18:03:20` UTC. */
export function clock(timeMs: number | null): string {
  return timeMs === null ? NONE : new Date(timeMs).toISOString().slice(11, 19);
}

/** A stretch of time in its two largest units: `2 d 3 h`, `14 min`, `45 s`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NONE;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `1 trade`, `2 trades`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

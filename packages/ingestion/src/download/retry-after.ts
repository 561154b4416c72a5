/**
 * How long a server asks to be left alone.
 *
 * @param header value of `Retry-After`: seconds, or a date (RFC 9110, 10.2.3)
 * @param nowMs epoch ms
 * @returns ms, 0 or more; null when it says nothing that can be read
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Without a weekday nearly anything would be read as a date.
  const until = /^[A-Z][a-z]+, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? null : Math.max(0, until - nowMs);
}

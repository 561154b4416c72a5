const DEFAULT_IDLE_MS = 600_000;
const SHORTEST_MS = 30_000;
const LONGEST_MS = 600_000;

/** How long a WebSocket may say nothing, by `max_active_time` (e.g. `45s`, `2m`) of its query. */
export function idleMsOf(query: string): number {
  const text = new URLSearchParams(query).get('max_active_time') ?? '';
  const parts = /^(\d+)(s|m)$/.exec(text);
  if (!parts) return DEFAULT_IDLE_MS;
  const ms = Number(parts[1]) * (parts[2] === 'm' ? 60_000 : 1_000);
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
}

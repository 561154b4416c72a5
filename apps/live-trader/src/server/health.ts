import type { TraderState } from './trader-state.ts';

/** Answer of `/api/health`: what keeps the trader from doing its work, empty when nothing does. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly problems: readonly string[];
  readonly mode: string;
  readonly activation: string;
}

/** Waiting for warm-up or for the operator is no problem; a halt and a silent feed are. */
export function healthOf({ activation, halt_reason, feed, venue, daily, mode }: TraderState): Health {
  const problems: string[] = [];
  if (!feed.connected) problems.push('the market feed is not connected');
  else if (feed.stale) problems.push('the market feed is silent');
  if (!venue.ready)
    problems.push(`the venue is not ready${venue.reason === null ? '' : `: ${venue.reason}`}`);
  if (activation === 'HALTED') problems.push(`halted${halt_reason === null ? '' : `: ${halt_reason}`}`);
  if (daily.kill_switch) problems.push('the daily loss limit is reached');
  return { status: problems.length === 0 ? 'ok' : 'degraded', problems, mode, activation };
}

import { percentText, secondText, signedMoneyText } from '@auction-trader/command-line';
import type { TraderState } from '../server/trader-state.ts';
import { plainText } from './paint.ts';

/** The state in one line, for a log or a terminal that cannot show a screen. */
export function statusLine(state: TraderState): string {
  const { position, feed, daily, heat, warmup } = state;
  const held =
    position.side === 'FLAT'
      ? 'flat'
      : `${position.side} ${position.size} ${signedMoneyText(position.unrealized_pnl)}`;
  const age = feed.age_ms === null ? 'no quote' : `${(feed.age_ms / 1000).toFixed(1)} s`;
  const parts = [
    `${secondText(state.timestamp)} ${plainText(state.symbol)} ${state.mode} ${state.activation}`,
    ...(warmup.ready ? [] : [`warm-up ${warmup.minutes_done}/${warmup.minutes_needed}`]),
    `price ${state.price ?? '-'}`,
    held,
    `today ${signedMoneyText(daily.pnl)}`,
    `heat ${percentText(heat.fraction, 2)}`,
    `feed ${feed.connected ? age : 'lost'}`,
  ];
  return parts.join(', ');
}

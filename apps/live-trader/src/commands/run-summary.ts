import { countText, moneyText, pairs, percentText, signedMoneyText } from '@auction-trader/command-line';
import type { TraderState } from '../server/trader-state.ts';
import type { TraderCounters } from '../server/trader-view.ts';

/** What a run leaves to say when it ends. */
export function runSummary(state: TraderState, counters: TraderCounters) {
  const { symbol, mode, activation, halt_reason, stats, daily, position, open_orders, account } = state;
  return { symbol, mode, activation, halt_reason, stats, daily, position, open_orders, account, counters };
}

/** {@link runSummary} for people. */
export function runSummaryText(state: TraderState, counters: TraderCounters): string {
  const { position, stats, daily, account, open_orders: orders } = state;
  const held =
    position.side === 'FLAT'
      ? 'flat'
      : `${position.side} ${position.size} from ${position.entry_price}, ${signedMoneyText(position.unrealized_pnl)}`;
  const stays = position.side === 'FLAT' ? '' : `, stop at ${position.stop_price} stays at the venue`;
  return `${state.symbol} ${state.mode}\n${pairs([
    ['position', `${held}${state.mode === 'live' ? stays : ''}`],
    ['orders at work', countText(orders.length)],
    ['trades', `${countText(stats.total_trades)}, ${percentText(stats.win_rate)} won`],
    ['net profit', signedMoneyText(stats.total_pnl)],
    ['today', signedMoneyText(daily.pnl)],
    ['max drawdown', moneyText(stats.max_drawdown)],
    ['equity', moneyText(account.equity)],
    ['minutes', countText(counters.minutes)],
    ['orders', `${countText(counters.orders_sent)} sent, ${countText(counters.orders_rejected)} refused`],
    ['fills', countText(counters.fills)],
  ])}`;
}

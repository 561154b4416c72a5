import {
  durationText,
  moneyText,
  percentText,
  secondText,
  signedMoneyText,
} from '@auction-trader/command-line';
import type { RecentTrade, TraderState } from '../server/trader-state.ts';
import {
  createPaint,
  cutVisible,
  type Look,
  type Paint,
  padVisible,
  plainText,
  visibleLength,
} from './paint.ts';

/** How a screen is drawn. */
export interface ScreenOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
  /** The newest lines of the log, the oldest first. */
  readonly log: readonly string[];
}

const SHOWN_TRADES = 5;
const SHOWN_DECISIONS = 5;
const SHOWN_LOG = 4;
const NONE = '-';
/** Limits of the colours (trading rules 15). */
const AMBIGUOUS = { amber: 0.2, red: 0.35 };
const HEAT = { amber: 0.02, red: 0.04 };
const NAME_WIDTH = 13;

/**
 * The state of a trader as lines for a terminal, none wider than it. Pure: the same state gives the
 * same text.
 */
export function renderScreen(state: TraderState, { width, colours, log }: ScreenOptions): string {
  const paint = createPaint(colours);
  const row = (name: string, ...cells: string[]) =>
    wrapCells(cells, width - NAME_WIDTH)
      .map((text, line) => `${paint('dim', (line === 0 ? name : '').padEnd(NAME_WIDTH))}${text}`)
      .join('\n');
  const title = (text: string) => ['', paint('bold', text)];
  const lines = [
    header(state, paint),
    ...warnings(state, paint),
    '',
    row('market', ...marketCells(state)),
    row('feed', ...feedCells(state, paint)),
    row('value area', ...valueAreaCells(state, paint)),
    row('order flow', ...orderFlowCells(state, paint)),
    row('position', ...positionCells(state, paint)),
    row('risk', ...riskCells(state, paint)),
    row('account', ...accountCells(state, paint)),
    ...title('orders at work'),
    ...orderLines(state),
    ...title('closed trades'),
    ...tradeLines(state.recent_trades, paint),
    ...title('last decisions'),
    ...decisionLines(state),
    ...(log.length === 0
      ? []
      : [...title('log'), ...log.slice(-SHOWN_LOG).map((line) => paint('dim', plainText(line)))]),
  ];
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => cutVisible(line, width))
    .join('\n');
}

/** Cells beside each other in as many lines as they need, so that a narrow terminal loses no figure. */
function wrapCells(cells: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const cell of cells) {
    const longer = lines.length === 0 ? cell : `${lines.at(-1)}  ${cell}`;
    if (lines.length === 0 || visibleLength(longer) > width) lines.push(cell);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function header({ symbol, mode, activation, timestamp, venue, warmup }: TraderState, paint: Paint): string {
  const modeLook: Look = mode === 'live' ? ['bold', 'inverse', 'red'] : ['bold', 'inverse'];
  const looks: Record<typeof activation, Look> = {
    ACTIVE: 'green',
    OBSERVE: 'yellow',
    HALTED: ['bold', 'red'],
  };
  const badge = paint(modeLook, ` ${mode.toUpperCase()} `);
  const ready = warmup.ready
    ? ''
    : paint('yellow', `  warm-up ${warmup.minutes_done}/${warmup.minutes_needed} min`);
  const time = `${secondText(timestamp)} UTC`;
  return `${paint('bold', plainText(symbol))} ${badge} ${paint(looks[activation], activation)}  ${plainText(venue.name)}  ${time}${ready}`;
}

function warnings({ halt_reason, daily, feed, venue }: TraderState, paint: Paint): string[] {
  const texts = [
    halt_reason === null ? null : `HALTED: ${halt_reason}`,
    daily.kill_switch ? 'KILL SWITCH: the daily loss limit is reached; no entries until 00:00 UTC' : null,
    feed.connected ? null : 'the market feed is not connected',
    venue.ready ? null : `the venue is not ready${venue.reason === null ? '' : `: ${venue.reason}`}`,
  ];
  return texts.flatMap((text) => (text === null ? [] : [paint(['bold', 'red'], `! ${plainText(text)}`)]));
}

function marketCells({ price, bid, ask, change_today }: TraderState): string[] {
  const change = change_today === null ? [] : [`today ${signedMoneyText(change_today)}`];
  return [priceText(price), `bid ${priceText(bid)}`, `ask ${priceText(ask)}`, ...change];
}

function feedCells({ feed, quality, warmup }: TraderState, paint: Paint): string[] {
  const age = feed.age_ms === null ? 'no quote yet' : `${(feed.age_ms / 1000).toFixed(1)} s old`;
  const missing = warmup.missing_minutes === 0 ? [] : [`${warmup.missing_minutes} min missing`];
  return [
    paint(feed.stale ? 'red' : 'green', age),
    `${feed.reconnects} reconnects`,
    `${quality.late_trades} late trades`,
    `${quality.refused} refused`,
    ...missing,
  ];
}

function valueAreaCells({ va }: TraderState, paint: Paint): string[] {
  if (!va.is_valid) return [paint('yellow', 'not valid'), `${va.bin_count} bins`];
  return [
    `VAL ${priceText(va.val)}`,
    `POC ${priceText(va.poc)}`,
    `VAH ${priceText(va.vah)}`,
    `${percentText(va.coverage)} in ${va.bin_count} bins`,
  ];
}

function orderFlowCells({ order_flow: flow, quality }: TraderState, paint: Paint): string[] {
  const ambiguous = quality.ambiguous_trade_frac_1m;
  return [
    `delta ${signed(flow.of_1m, 3)} (${signed(flow.of_norm_1m, 2)})`,
    `buy ${sizeText(flow.buy_volume)}`,
    `sell ${sizeText(flow.sell_volume)}`,
    `imbalance ${signed(flow.qimb_ema_60s, 2)}`,
    paint(trafficLight(ambiguous ?? 0, AMBIGUOUS), `ambiguous ${percentText(ambiguous)}`),
  ];
}

function positionCells({ position }: TraderState, paint: Paint): string[] {
  if (position.side === 'FLAT') return ['flat'];
  const { side, size, entry_price, stop_price, tp1_price, tp2_price, minutes_held, minutes_left } = position;
  const times = minutes_held === null ? [] : [`${durationText(minutes_held)} held`];
  if (minutes_left !== null) times.push(`${durationText(minutes_left)} left`);
  return [
    paint(side === 'LONG' ? 'green' : 'magenta', `${side} ${sizeText(size)}`),
    `from ${priceText(entry_price)}`,
    profit(position.unrealized_pnl, paint),
    `stop ${priceText(stop_price)}`,
    `TP1 ${priceText(tp1_price)}`,
    `TP2 ${priceText(tp2_price)}`,
    ...times,
  ];
}

function riskCells({ heat, daily }: TraderState, paint: Paint): string[] {
  const limit = daily.limit === null ? 'no limit' : `limit ${moneyText(daily.limit)}`;
  return [
    paint(trafficLight(heat.fraction, HEAT), `heat ${percentText(heat.fraction, 2)}`),
    `today ${profit(daily.pnl, paint)}`,
    limit,
  ];
}

function accountCells({ account, stats }: TraderState, paint: Paint): string[] {
  const trades = `${stats.total_trades} trades`;
  const hold =
    stats.avg_hold_minutes === null ? [] : [`held ${durationText(stats.avg_hold_minutes)} on average`];
  return [
    `equity ${moneyText(account.equity)}`,
    `margin free ${moneyText(account.available_margin)}`,
    trades,
    `total ${profit(stats.total_pnl, paint)}`,
    `${percentText(stats.win_rate)} won`,
    `drawdown ${moneyText(stats.max_drawdown)}`,
    ...hold,
  ];
}

function orderLines({ open_orders: orders }: TraderState): string[] {
  if (orders.length === 0) return ['  none'];
  return orders.map(({ leg, side, type, qty, filled_qty, price, status }) => {
    const at = price === null ? '' : ` at ${priceText(price)}`;
    const filled = filled_qty === 0 ? '' : `, ${sizeText(filled_qty)} filled`;
    return `  ${plainText(leg).padEnd(6)} ${type} ${side} ${sizeText(qty)}${at}${filled}  ${plainText(status)}`;
  });
}

function tradeLines(trades: readonly RecentTrade[], paint: Paint): string[] {
  if (trades.length === 0) return ['  none'];
  return trades.slice(0, SHOWN_TRADES).map((trade) => {
    const held = durationText((trade.closed_ts - trade.opened_ts) / 60_000);
    const way = `${priceText(trade.entry_price)} to ${priceText(trade.exit_price)}`;
    const what = `${trade.side.padEnd(5)} ${plainText(trade.setup)} ${sizeText(trade.size)}`;
    const result = padVisible(profit(trade.net_pnl, paint), 9);
    return `  ${secondText(trade.closed_ts)}  ${padVisible(what, 24)} ${result} ${way}  ${plainText(trade.exit_reason)}, ${held}`;
  });
}

function decisionLines({ recent_signals: signals }: TraderState): string[] {
  if (signals.length === 0) return ['  none'];
  return signals.slice(0, SHOWN_DECISIONS).map(({ ts, action, reason, signal_type, price }) => {
    const setup = signal_type === null ? '' : `  ${plainText(signal_type)}`;
    return `  ${secondText(ts)}  ${priceText(price)}  ${plainText(action).padEnd(11)} ${plainText(reason)}${setup}`;
  });
}

function profit(amount: number, paint: Paint): string {
  const text = signedMoneyText(amount);
  return amount === 0 ? text : paint(amount > 0 ? 'green' : 'red', text);
}

function trafficLight(value: number, { amber, red }: { amber: number; red: number }): Look {
  if (value > red) return ['bold', 'red'];
  return value >= amber ? 'yellow' : 'green';
}

function priceText(price: number | null): string {
  return price === null ? NONE : decimalText(price);
}

function sizeText(size: number | null): string {
  return size === null ? NONE : decimalText(size);
}

/** Without the many digits of an average, and without zeros at the end. */
function decimalText(value: number): string {
  return String(Number(value.toFixed(8)));
}

function signed(value: number | null, digits: number): string {
  return value === null ? NONE : `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
}

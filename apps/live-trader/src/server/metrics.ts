import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { TimingSink } from '../trader-options.ts';
import type { TraderState } from './trader-state.ts';
import type { TraderView } from './trader-view.ts';

/** Metrics of one trader, in a registry of their own. */
export interface TraderMetrics {
  /** Takes the timings of the trader. */
  readonly timing: TimingSink;
  /** From here on totals and state are read from the trader, whenever somebody asks. */
  watch(view: TraderView): void;
  /** Content type and text of `/metrics`. */
  readonly contentType: string;
  text(): Promise<string>;
}

const PREFIX = 'auction_trader_';

/** Numbers of the state; null becomes NaN, which Prometheus knows. */
const GAUGES: readonly (readonly [
  name: string,
  help: string,
  read: (state: TraderState) => number | null,
])[] = [
  ['active', 'Whether entries are made (1).', (state) => flag(state.activation === 'ACTIVE')],
  ['halted', 'Whether trading is halted (1).', (state) => flag(state.activation === 'HALTED')],
  ['warmup_ready', 'Whether the warm-up is complete (1).', (state) => flag(state.warmup.ready)],
  ['feed_connected', 'Whether the market feed is connected (1).', (state) => flag(state.feed.connected)],
  ['feed_age_seconds', 'Age of the newest quote message.', (state) => seconds(state.feed.age_ms)],
  ['venue_ready', 'Whether orders may be sent (1).', (state) => flag(state.venue.ready)],
  ['clock_offset_seconds', 'Venue time minus local time.', (state) => seconds(state.venue.clock_offset_ms)],
  ['price', 'Last trade, quote currency.', (state) => state.price],
  [
    'position_size',
    'Signed position, base coin.',
    ({ position }) => (position.side === 'SHORT' ? -position.size : position.size),
  ],
  [
    'unrealized_pnl',
    'Open result net of the exit fee, quote currency.',
    (state) => state.position.unrealized_pnl,
  ],
  ['daily_pnl', 'Result since 00:00 UTC, quote currency.', (state) => state.daily.pnl],
  ['kill_switch', 'Whether the daily loss limit is reached (1).', (state) => flag(state.daily.kill_switch)],
  ['heat_fraction', 'Loss at the stop as a fraction of equity.', (state) => state.heat.fraction],
  ['equity', 'Equity, quote currency.', (state) => state.account.equity],
  [
    'ambiguous_fraction',
    'Ambiguous volume of the last minute, 0..1.',
    (state) => state.quality.ambiguous_trade_frac_1m,
  ],
  ['open_orders', 'Orders at work.', (state) => state.open_orders.length],
  ['closed_trades', 'Closed trades.', (state) => state.stats.total_trades],
];

/** Totals since the start. */
const COUNTERS = [
  ['frames', 'Market frames received.'],
  ['trades', 'Prints received.'],
  ['quotes', 'Quotes received.'],
  ['minutes', 'Minutes closed.'],
  ['reconnects', 'Connections of the feed made again.'],
  ['orders_sent', 'Orders sent.'],
  ['orders_rejected', 'Orders the venue refused.'],
  ['fills', 'Executions.'],
] as const;

/** @param ofProcess whether memory, processor time and event loop are measured too */
export function createMetrics(ofProcess: boolean): TraderMetrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const minuteClose = new Histogram({
    name: `${PREFIX}minute_close_seconds`,
    help: 'From a minute’s last input to the commands it led to.',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const frame = new Histogram({
    name: `${PREFIX}frame_seconds`,
    help: 'From a frame’s receipt to the end of its handling.',
    buckets: [0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.05],
    registers,
  });
  return {
    timing: {
      minuteClose: (ms) => minuteClose.observe(ms / 1000),
      frame: (ms) => frame.observe(ms / 1000),
    },
    watch: (view) => watch(view, registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function watch(view: TraderView, registers: Registry[]): void {
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      name: `${PREFIX}${name}`,
      help,
      registers,
      collect() {
        this.set(read(view.state()) ?? Number.NaN);
      },
    });
  }
  for (const [name, help] of COUNTERS) {
    new Counter({
      name: `${PREFIX}${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(view.counters()[name]);
      },
    });
  }
  new Counter({
    name: `${PREFIX}refused_total`,
    help: 'Frames and events that could not be used.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(view.counters().refused)) this.inc({ reason }, count);
    },
  });
  new Gauge({
    name: `${PREFIX}info`,
    help: 'Always 1; what runs stands in the labels.',
    labelNames: ['symbol', 'mode', 'version', 'instance'],
    registers,
    collect() {
      const { symbol, mode, version, instance } = view.state();
      this.reset();
      this.set({ symbol, mode, version, instance }, 1);
    },
  });
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

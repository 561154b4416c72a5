import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { TraderState } from '../server/trader-state.ts';
import { SAMPLE_STATE } from '../testing/fake-trader.ts';
import { renderScreen } from './render-screen.ts';

const plain = (change: Partial<TraderState> = {}, width = 200, log: string[] = []) =>
  renderScreen({ ...SAMPLE_STATE, ...change }, { width, colours: false, log });
const coloured = (change: Partial<TraderState> = {}, width = 200) =>
  renderScreen({ ...SAMPLE_STATE, ...change }, { width, colours: true, log: [] });

const NOTHING: TraderState = {
  ...SAMPLE_STATE,
  price: null,
  bid: null,
  ask: null,
  change_today: null,
  va: { poc: null, vah: null, val: null, coverage: null, is_valid: false, bin_count: 0, bin_width: null },
  order_flow: {
    of_1m: null,
    of_norm_1m: null,
    buy_volume: null,
    sell_volume: null,
    qimb_close: null,
    qimb_ema_60s: null,
  },
  position: {
    ...SAMPLE_STATE.position,
    side: 'FLAT',
    setup: null,
    entry_price: null,
    size: 0,
    unrealized_pnl: 0,
    stop_price: null,
    tp2_price: null,
    opened_ts: null,
    minutes_held: null,
    minutes_left: null,
  },
  open_orders: [],
  recent_signals: [],
  recent_trades: [],
  stats: { total_trades: 0, win_rate: null, total_pnl: 0, max_drawdown: 0, avg_hold_minutes: null },
  price_history: [],
  warmup: { ready: false, minutes_done: 12, minutes_needed: 240, missing_minutes: 0 },
  heat: { fraction: 0 },
  quality: { ...SAMPLE_STATE.quality, ambiguous_trade_frac_1m: null },
  feed: { connected: false, age_ms: null, last_ts: null, stale: true, reconnects: 0 },
};

describe('renderScreen', () => {
  it('shows everything a person watches', () => {
    expect(plain()).toMatchInlineSnapshot(`
      "BTCUSDT  PAPER  ACTIVE  paper  2025-06-21 18:00:00 UTC

      market       50123.4  bid 50123.3  ask 50123.4  today -120.50
      feed         0.1 s old  1 reconnects  3 late trades  1 refused  1 min missing
      value area   VAL 49990  POC 50050  VAH 50100.5  71.2 % in 42 bins
      order flow   delta +12.345 (+0.31)  buy 30.1  sell 17.755  imbalance +0.15  ambiguous 5.0 %
      position     LONG 0.25  from 50100.1  +4.32  stop 49980  TP1 -  TP2 50300  12 min held  48 min left
      risk         heat 1.86 %  today +12.34  limit 100.00
      account      equity 10,031.20  margin free 8,800.00  7 trades  total +31.20  57.1 % won  drawdown 12.50  held 23 min on average

      orders at work
        STOP   stop SELL 0.25 at 49980  NEW

      closed trades
        2025-06-21 16:30:00  SHORT breakout 0.1       +2.50     50200 to 50150  TP2, 30 min

      last decisions
        2025-06-21 17:48:00  50100  ENTER_LONG  ENTRY  breakin
        2025-06-21 17:47:00  50090  HOLD        NO_SETUP"
    `);
  });

  it('shows a trader that knows nothing yet', () => {
    expect(plain(NOTHING)).toMatchInlineSnapshot(`
      "BTCUSDT  PAPER  ACTIVE  paper  2025-06-21 18:00:00 UTC  warm-up 12/240 min
      ! the market feed is not connected

      market       -  bid -  ask -
      feed         no quote yet  0 reconnects  3 late trades  1 refused
      value area   not valid  0 bins
      order flow   delta - (-)  buy -  sell -  imbalance -  ambiguous -
      position     flat
      risk         heat 0.00 %  today +12.34  limit 100.00
      account      equity 10,031.20  margin free 8,800.00  0 trades  total 0.00  - won  drawdown 0.00

      orders at work
        none

      closed trades
        none

      last decisions
        none"
    `);
  });

  it.each([
    [
      { activation: 'HALTED', halt_reason: 'the venue holds 0.01' } as const,
      '! HALTED: the venue holds 0.01',
    ],
    [{ daily: { ...SAMPLE_STATE.daily, kill_switch: true } }, '! KILL SWITCH'],
    [{ feed: { ...SAMPLE_STATE.feed, connected: false } }, '! the market feed is not connected'],
    [
      { venue: { ...SAMPLE_STATE.venue, ready: false, reason: 'no login' } },
      '! the venue is not ready: no login',
    ],
  ])('warns in the second line: %j', (change, warning) => {
    expect(plain(change).split('\n')[1]).toContain(warning);
  });

  it('loses no figure of the market or the account on a terminal of 80 columns', () => {
    const figures = (text: string) => text.split('orders at work')[0]!.split(/\s+/);
    expect(figures(plain({}, 80))).toEqual(figures(plain()));
    expect(plain({}, 80)).toContain('\n             57.1 % won  drawdown 12.50');
    expect(plain({}, 80)).toMatch(/SHORT breakout 0\.1 +\+2\.50/);
  });

  it.each([20, 40, 80, 120])('is never wider than %d columns', (width) => {
    for (const text of [plain({}, width, ['x'.repeat(300)]), stripVTControlCharacters(coloured({}, width))]) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('leaves no colour open at the end of a cut line', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const codes = (line: string) => [...line.matchAll(/\u001b\[([0-9;]+)m/g)].map((match) => match[1]);
    for (const line of coloured({}, 30).split('\n')) {
      const opened = codes(line).filter((code) =>
        ['1', '2', '7', '31', '32', '33', '35'].includes(code!),
      ).length;
      const closed = codes(line).filter((code) => ['22', '27', '39'].includes(code!)).length;
      expect(closed).toBe(opened);
    }
  });

  it('is the same text with and without colours', () => {
    expect(stripVTControlCharacters(coloured())).toBe(plain());
    expect(coloured()).not.toBe(plain());
  });

  it.each([
    [0.19, '32'],
    [0.2, '33'],
    [0.35, '33'],
    [0.36, '31'],
  ])('colours an ambiguous fraction of %d', (fraction, code) => {
    const text = coloured({ quality: { ...SAMPLE_STATE.quality, ambiguous_trade_frac_1m: fraction } });
    expect(text).toMatch(new RegExp(`\\[${code}mambiguous`));
  });

  it.each([
    [0.0199, '32'],
    [0.02, '33'],
    [0.0401, '31'],
  ])('colours a heat of %d', (fraction, code) => {
    expect(coloured({ heat: { fraction } })).toMatch(new RegExp(`\\[${code}mheat`));
  });

  it('lets no text from outside move the cursor', () => {
    const text = plain({ halt_reason: 'a\u001b[2Jb\u0007c\nd' }, 200, ['x\u001b[1Ay\r\nz']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text).toContain('! HALTED: ab c d');
  });

  it('shows the end of the log', () => {
    const text = plain({}, 200, ['one', 'two', 'three', 'four', 'five']);
    expect(text).not.toContain('one\n');
    expect(text.endsWith('two\nthree\nfour\nfive')).toBe(true);
  });
});

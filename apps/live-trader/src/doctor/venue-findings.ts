import type { BybitAccountFacts, BybitFacts } from '@auction-trader/bybit';
import { dayText, moneyText } from '@auction-trader/command-line';
import { type Config, DAY_MS, parseDecimalText } from '@auction-trader/core';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Beyond these a request may be refused, or has its price read at the wrong moment (ms). */
const OFFSET = { warnMs: 500, failMs: 1000 };
const KEY_ENDS_SOON_DAYS = 7;

/** What a venue's facts mean for this configuration. */
export function venueFindings(facts: BybitFacts, config: Config, nowMs: number): Finding[] {
  const { account } = facts;
  return [
    clockFinding(facts.clockOffsetMs),
    statusFinding(facts),
    instrumentFinding(facts, config),
    ...(account === null
      ? [warn('account', 'no BYBIT_API_KEY and BYBIT_API_SECRET, so the account was not looked at')]
      : accountFindings(account, config, nowMs)),
  ];
}

function clockFinding(offsetMs: number): Finding {
  const text = `the venue's clock is ${Math.abs(Math.round(offsetMs))} ms ${offsetMs < 0 ? 'behind' : 'ahead'}`;
  const size = Math.abs(offsetMs);
  if (size > OFFSET.failMs) return fail('clock', `${text}; set this machine's clock (NTP)`);
  return size > OFFSET.warnMs ? warn('clock', `${text}; set this machine's clock (NTP)`) : ok('clock', text);
}

function statusFinding({ status, instrument: { symbol } }: BybitFacts): Finding {
  if (status === 'Trading') return ok('instrument', `${symbol} is traded`);
  return fail('instrument', `${symbol} has the status ${status}: no orders are taken`);
}

/** The venue's values win; a difference means that the configuration was made for something else. */
function instrumentFinding({ instrument, fundingIntervalMs }: BybitFacts, config: Config): Finding {
  const { tick_size, lot_size, min_order_lots, min_notional } = config.instrument;
  const hours = fundingIntervalMs / 3_600_000;
  const pairs: readonly (readonly [string, unknown, unknown, boolean])[] = [
    ['tick_size', tick_size, instrument.tickSize, sameDecimal(tick_size, instrument.tickSize)],
    ['lot_size', lot_size, instrument.lotSize, sameDecimal(lot_size, instrument.lotSize)],
    ['min_order_lots', min_order_lots, instrument.minOrderLots, min_order_lots === instrument.minOrderLots],
    ['min_notional', min_notional, instrument.minNotional, Number(min_notional) === instrument.minNotional],
    [
      'funding_interval_hours',
      config.backtest.funding_interval_hours,
      hours,
      config.backtest.funding_interval_hours === hours,
    ],
  ];
  const different = pairs.filter(([, , , same]) => !same);
  if (different.length === 0) return ok('facts', 'tick, lot, minimum and funding interval are as configured');
  const list = different.map(([name, own, venue]) => `${name} ${own}, at the venue ${venue}`).join('; ');
  return warn('facts', `${list}; the venue's values are used, a backtest uses the configured ones`);
}

function accountFindings(account: BybitAccountFacts, config: Config, nowMs: number): Finding[] {
  return [
    keyFinding(account),
    expiryFinding(account.keyExpiresMs, nowMs),
    account.positionMode === 'one-way'
      ? ok('position mode', 'one-way')
      : fail('position mode', 'hedge; set the symbol to one-way mode'),
    marginFinding(account.marginMode),
    leverageFinding(account.leverage, config.sizing.max_leverage),
    feeFinding(account, config),
    account.equity > 0
      ? ok(
          'account',
          `equity ${moneyText(account.equity)}, free margin ${moneyText(account.availableMargin)}`,
        )
      : fail('account', 'there is no money in the unified account'),
  ];
}

function keyFinding({ mayWithdraw, mayTrade, readOnlyKey }: BybitAccountFacts): Finding {
  if (mayWithdraw) return fail('key', 'it may withdraw: refused. Make one that may only trade derivatives');
  if (readOnlyKey) return fail('key', 'it may only read: live trading is not possible with it');
  if (!mayTrade) return fail('key', 'it may not trade derivatives');
  return ok('key', 'it may trade derivatives and may not withdraw');
}

function expiryFinding(expiresMs: number, nowMs: number): Finding {
  if (Number.isNaN(expiresMs)) return ok('key expiry', 'never');
  const text = dayText(expiresMs);
  if (expiresMs <= nowMs) return fail('key expiry', `it ended on ${text}`);
  const soon = expiresMs - nowMs < KEY_ENDS_SOON_DAYS * DAY_MS;
  return soon ? warn('key expiry', `it ends on ${text}`) : ok('key expiry', text);
}

/** The unified account's name for cross margin. */
function marginFinding(mode: string): Finding {
  if (mode === 'REGULAR_MARGIN') return ok('margin mode', 'cross');
  return fail('margin mode', `${mode}; set the account to cross margin (REGULAR_MARGIN)`);
}

function leverageFinding(leverage: number, wanted: number): Finding {
  if (leverage >= wanted) return ok('leverage', `${leverage}, of which at most ${wanted} is used`);
  return warn(
    'leverage',
    `${leverage} at the venue, max_leverage is ${wanted}: large entries would lack margin`,
  );
}

function feeFinding({ takerFeeBps, makerFeeBps }: BybitAccountFacts, config: Config): Finding {
  const { taker_fee_bps, maker_fee_bps } = config.execution;
  const text = `taker ${takerFeeBps} bps, maker ${makerFeeBps} bps`;
  if (takerFeeBps === taker_fee_bps && makerFeeBps === maker_fee_bps) return ok('fees', text);
  return warn('fees', `${text}; configured ${taker_fee_bps} and ${maker_fee_bps}, which a backtest uses`);
}

function sameDecimal(own: string | number, venue: string | number): boolean {
  const normal = (value: string | number) => JSON.stringify(parseDecimalText(String(value)));
  return normal(own) === normal(venue);
}

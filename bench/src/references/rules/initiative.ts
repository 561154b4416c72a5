import type { Config } from '@auction-trader/core';
import type { MinuteFacts } from './minute-facts.ts';

/** Smallest order flow for an entry, seen from a long, per setup. */
export interface Initiative {
  readonly coin: number;
  readonly ofVolume: number;
  readonly imbalance: number;
  /** Whether just reaching a threshold is enough. */
  readonly inclusive: boolean;
}

export interface Initiatives {
  readonly breakin: Initiative;
  readonly breakout: Initiative;
  readonly failbreak: Initiative;
  readonly coinPerLot: number;
  readonly ambiguousMax: number;
}

export function initiatives({ signal, order_flow }: Config, coinPerLot: number): Initiatives {
  return {
    breakin: {
      coin: signal.of_entry_min,
      ofVolume: signal.of_entry_min_norm,
      imbalance: order_flow.qimb_entry_min,
      inclusive: false,
    },
    breakout: {
      coin: signal.of_breakout_min,
      ofVolume: signal.of_breakout_min_norm,
      imbalance: order_flow.qimb_breakout_min,
      inclusive: false,
    },
    failbreak: {
      coin: -signal.of_fail_min,
      ofVolume: -signal.of_fail_min_norm,
      imbalance: -order_flow.qimb_fail_min,
      inclusive: true,
    },
    coinPerLot,
    ambiguousMax: order_flow.ambiguous_trade_frac_max,
  };
}

/** Quotes inferred from trades show one lot on either side. */
const IMBALANCE = 0;

/** Whether a minute's initiative confirms a setup on a side. */
export function confirms(minute: MinuteFacts, side: number, wanted: Initiative, all: Initiatives): boolean {
  const { volume } = minute;
  const flow = side * minute.flow;
  const share = volume > 0 ? flow / volume : 0;
  const byCoin = passes(flow * all.coinPerLot, wanted.coin, wanted.inclusive);
  const byShare = passes(share, wanted.ofVolume, wanted.inclusive);
  const byFlow = volume > 0 && (byCoin || byShare);
  const byImbalance = passes(side * IMBALANCE, wanted.imbalance, wanted.inclusive);
  const bothNeeded = volume > 0 && minute.ambiguous / volume > all.ambiguousMax;
  return bothNeeded ? byFlow && byImbalance : byFlow || byImbalance;
}

function passes(value: number, least: number, inclusive: boolean): boolean {
  return inclusive ? value >= least : value > least;
}

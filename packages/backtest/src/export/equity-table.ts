import { MINUTE_MS, roundHalfUp8, stepsToDecimal } from '@auction-trader/core';
import { column } from '@auction-trader/features';
import type { RunResult } from '../run-result.ts';
import type { Table } from './table.ts';

/**
 * One row a minute: the mark at the minute's end (`ts_ms`), how far it lies below the peak before it (amount
 * and fraction), and the signed open position in base coin.
 */
export function equityTable(run: RunResult): Table {
  const { instrument, tape, equity, positionLots } = run;
  const peaks = runningPeaks(run);
  return {
    name: 'equity',
    rows: tape.length,
    columns: [
      column('symbol', 'VARCHAR', () => instrument.symbol),
      column('ts_min', 'BIGINT', (row) => tape.minuteMs(row)),
      column('ts_ms', 'BIGINT', (row) => tape.minuteMs(row) + MINUTE_MS),
      column('equity', 'DOUBLE', (row) => roundHalfUp8(equity[row]!)),
      column('drawdown', 'DOUBLE', (row) => roundHalfUp8(peaks[row]! - equity[row]!)),
      column('drawdown_pct', 'DOUBLE', (row) => (peaks[row]! - equity[row]!) / peaks[row]!),
      column('position', 'DOUBLE', (row) => stepsToDecimal(positionLots[row]!, instrument.lot)),
    ],
  };
}

function runningPeaks({ config, tape, equity }: RunResult): Float64Array {
  const peaks = new Float64Array(tape.length);
  let peak = config.backtest.initial_capital;
  for (let i = 0; i < tape.length; i += 1) {
    peak = Math.max(peak, equity[i]!);
    peaks[i] = peak;
  }
  return peaks;
}

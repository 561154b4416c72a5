import { ACTIONS, priceOf, REASONS, stepsToDecimal } from '@auction-trader/core';
import { type Column, column, featureSnapshots } from '@auction-trader/features';
import { SIGNAL_FLAG } from '@auction-trader/signals';
import type { RunResult } from '../run-result.ts';
import type { Table } from './table.ts';

/**
 * One row a minute, HOLD included: the columns of signals_1m. `size` is in base coin, `feature_snapshot`
 * a JSON object.
 */
export function signalsTable(run: RunResult): Table {
  const { instrument, tape, signals, setups } = run;
  const { tick, lot } = instrument;
  const snapshot = featureSnapshots(run);
  const setup = (row: number) => (signals.setup[row] === 0 ? null : (setups[signals.setup[row]!] ?? null));
  const price = (ticks: Int32Array) => (row: number) =>
    signals.setup[row] === 0 ? null : priceOf(ticks[row]!, tick);
  return {
    name: 'signals',
    // A run may have been told not to keep its decisions.
    rows: Math.min(tape.length, signals.capacity),
    columns: [
      column('symbol', 'VARCHAR', () => instrument.symbol),
      column('ts_min', 'BIGINT', (row) => tape.minuteMs(row)),
      ...flagColumns(run),
      column('acceptance_state', 'VARCHAR', (row) => signals.strategyState[row] ?? null),
      column('chosen_action', 'VARCHAR', (row) => ACTIONS[signals.action[row]!]!),
      column('reason_code', 'VARCHAR', (row) => REASONS[signals.reason[row]!]!),
      column('signal_type', 'VARCHAR', setup),
      column('stop_price', 'DOUBLE', price(signals.stopTicks)),
      column('tp1_price', 'DOUBLE', price(signals.tp1Ticks)),
      column('tp2_price', 'DOUBLE', price(signals.tp2Ticks)),
      column('size', 'DOUBLE', (row) =>
        signals.lots[row] === 0 ? null : stepsToDecimal(signals.lots[row]!, lot),
      ),
      column('strategy_tag', 'VARCHAR', setup),
      column('feature_snapshot', 'VARCHAR', (row) => JSON.stringify(snapshot(row))),
    ],
  };
}

function flagColumns({ signals }: RunResult): Column[] {
  return Object.entries(SIGNAL_FLAG).map(([name, bit]) =>
    column(`signal_${name.toLowerCase()}`, 'INTEGER', (row) => ((signals.flags[row]! & bit) === 0 ? 0 : 1)),
  );
}

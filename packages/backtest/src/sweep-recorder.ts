import type { RunLog } from '@auction-trader/engine';
import type { TradeRecord } from '@auction-trader/execution';
import { TradeTally } from './metrics/trade-statistics.ts';

/**
 * Keeps what the runs of a sweep are compared by: equity, position and sums over trades. Of thousands of runs
 * the records themselves would be most of the memory, and of the time too: what lives long has to be collected.
 */
export class SweepRecorder implements RunLog {
  readonly keepsDecisions = false;
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
  readonly trades = new TradeTally();

  /** @param capacity rows of the tape */
  constructor(capacity: number) {
    this.equity = new Float64Array(capacity);
    this.positionLots = new Float64Array(capacity);
  }

  /** Makes it as new, for another run over the same tape. */
  reset(): void {
    this.equity.fill(0);
    this.positionLots.fill(0);
    this.trades.reset();
  }

  onTradeClosed(trade: TradeRecord): void {
    this.trades.add(trade);
  }

  onMinuteDecided(): void {}

  onEntrySubmitted(): void {}

  onEntryDropped(): void {}

  onFunding(): void {}

  onKillSwitch(): void {}

  onLeverageCap(): void {}
}

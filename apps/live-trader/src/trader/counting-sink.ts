import type { FrameRefusal, MarketSink } from '@auction-trader/ingestion';

/** Counts what a decoder finds. */
export class CountingSink implements MarketSink {
  trades = 0;
  quotes = 0;
  /** Times of refusals, by reason. */
  readonly refusals: Record<string, number> = {};

  trade(): void {
    this.trades++;
  }

  quote(): void {
    this.quotes++;
  }

  repeatedQuote(): void {}

  refused(why: FrameRefusal): void {
    this.refusals[why] = (this.refusals[why] ?? 0) + 1;
  }
}

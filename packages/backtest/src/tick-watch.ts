/**
 * What the simulated exchange and the position wait for: any event that could change their
 * state meets at least one of these conditions. The fast run skips every event that meets
 * none; a condition may be wider than needed (processing an event that changes nothing is
 * harmless), never narrower.
 */
export class TickWatch {
  /** Every event matters (a tick-watching strategy, a queue estimate). */
  everyEvent = false;
  /** The first quote strictly later than this epoch time matters. */
  quoteAfterMs = Number.POSITIVE_INFINITY;
  /** A print at or below / at or above matters; likewise bids and asks. Ticks. */
  printLow = Number.NEGATIVE_INFINITY;
  printHigh = Number.POSITIVE_INFINITY;
  bidLow = Number.NEGATIVE_INFINITY;
  bidHigh = Number.POSITIVE_INFINITY;
  askLow = Number.NEGATIVE_INFINITY;
  askHigh = Number.POSITIVE_INFINITY;

  /** Back to waiting for nothing. */
  reset(): void {
    this.everyEvent = false;
    this.quoteAfterMs = Number.POSITIVE_INFINITY;
    this.printLow = Number.NEGATIVE_INFINITY;
    this.printHigh = Number.POSITIVE_INFINITY;
    this.bidLow = Number.NEGATIVE_INFINITY;
    this.bidHigh = Number.POSITIVE_INFINITY;
    this.askLow = Number.NEGATIVE_INFINITY;
    this.askHigh = Number.POSITIVE_INFINITY;
  }

  /** A print or an exit-side quote at or beyond a stop of a position of `side`. */
  stop(side: number, stopTicks: number): void {
    if (side > 0) {
      this.printLow = Math.max(this.printLow, stopTicks);
      this.bidLow = Math.max(this.bidLow, stopTicks);
    } else {
      this.printHigh = Math.min(this.printHigh, stopTicks);
      this.askHigh = Math.min(this.askHigh, stopTicks);
    }
  }

  /** The exit-side quote reaching a target of a position of `side`. */
  target(side: number, targetTicks: number): void {
    if (side > 0) this.bidHigh = Math.min(this.bidHigh, targetTicks);
    else this.askLow = Math.max(this.askLow, targetTicks);
  }

  /** A print at (unless `strictly`) or beyond, or the opposite quote reaching, a resting limit of `side`. */
  restingLimit(side: number, limitTicks: number, strictly: boolean): void {
    const printTicks = limitTicks - (strictly ? side : 0);
    if (side > 0) {
      this.printLow = Math.max(this.printLow, printTicks);
      this.askLow = Math.max(this.askLow, limitTicks);
    } else {
      this.printHigh = Math.min(this.printHigh, printTicks);
      this.bidHigh = Math.min(this.bidHigh, limitTicks);
    }
  }

  /** A print at or beyond the stop of an entry that has not filled. */
  stopBeforeFill(side: number, stopTicks: number): void {
    if (side > 0) this.printLow = Math.max(this.printLow, stopTicks);
    else this.printHigh = Math.min(this.printHigh, stopTicks);
  }

  /** The first quote strictly later than `timeMs`. */
  quoteAfter(timeMs: number): void {
    this.quoteAfterMs = Math.min(this.quoteAfterMs, timeMs);
  }
}

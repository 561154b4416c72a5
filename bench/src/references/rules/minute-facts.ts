/** What the rules need to know of one closed minute. Prices in ticks, sizes in lots. */
export interface MinuteFacts {
  readonly minuteMs: number;
  /** Nothing traded in the minute. */
  readonly synthetic: boolean;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly flow: number;
  readonly ambiguous: number;
  /** Whether the value area is valid; without it the three levels mean nothing. */
  readonly valid: boolean;
  readonly poc: number;
  readonly vah: number;
  readonly val: number;
  /** How far from a level a print may be and still be near it. */
  readonly tolerance: number;
  /** Whether something traded at a price of `from..to`. */
  tradedBetween(from: number, to: number): boolean;
}

/** Whether something traded near a level. */
export function tradedNear(minute: MinuteFacts, level: number): boolean {
  return minute.tradedBetween(level - minute.tolerance, level + minute.tolerance);
}

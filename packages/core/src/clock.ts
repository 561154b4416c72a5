/**
 * Time as the outer layers see it: the venue adapters and the live trader take one, so that a test can
 * run hours in seconds. Decision code never has one; it is told the time.
 */
export interface Clock {
  /** Epoch ms now. */
  nowMs(): number;
  /**
   * Calls back once after a delay.
   *
   * @param delayMs 0 or more
   * @returns takes the timer back; harmless when it has fired
   */
  after(delayMs: number, callback: () => void): () => void;
}

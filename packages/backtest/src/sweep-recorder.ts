import { RunRecorder } from './run-recorder.ts';

/**
 * Keeps what the runs of a sweep are compared by: equity, position and trades. Fills and funding are in their
 * sums; of thousands of runs side by side their rows would be most of the memory.
 */
export class SweepRecorder extends RunRecorder {
  /** @param capacity rows of the tape */
  constructor(capacity: number) {
    super(capacity, false);
  }

  override onFill(): void {}

  override onFunding(): void {}

  override onEntryDropped(): void {}
}

import type { MinuteTape } from '@auction-trader/ingestion';

/** The tape no longer holds the volume per price of some minute, and cannot read it back. */
export class LevelsGone extends Error {
  override readonly name = 'LevelsGone';
}

/** Volume of one minute per base bin: bins ascend, each once. */
export interface MinuteLevels {
  readonly bins: Int32Array;
  readonly lots: Int32Array;
}

/**
 * The rolling volume per base bin, fed one minute after the other. It keeps its own copy of the window's
 * minutes, so that each minute's rows are asked for once and in order.
 */
export class LevelWindow {
  private readonly held: MinuteLevels[] = [];
  private volume = new Float64Array(0);
  private lowestBin = 0;
  private readonly windowMinutes: number;
  private readonly baseBinTicks: number;

  constructor(windowMinutes: number, baseBinTicks: number) {
    this.windowMinutes = windowMinutes;
    this.baseBinTicks = baseBinTicks;
  }

  /**
   * Takes in the next minute of a tape and lets go of the oldest.
   *
   * @returns the minute's volume
   * @throws LevelsGone
   */
  push(tape: MinuteTape, index: number): MinuteLevels {
    const minute = minuteLevels(tape, index, this.baseBinTicks);
    this.held.push(minute);
    this.add(minute, 1);
    if (this.held.length > this.windowMinutes) this.add(this.held.shift()!, -1);
    return minute;
  }

  /** The window's volume in bins of `widthTicks`, null when it is empty. */
  profile(widthTicks: number): { firstBin: number; lots: Float64Array } | null {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const { bins } of this.held) {
      if (bins.length === 0) continue;
      low = Math.min(low, bins[0]!);
      high = Math.max(high, bins.at(-1)!);
    }
    if (low > high) return null;
    const binOf = (base: number) => Math.floor((base * this.baseBinTicks) / widthTicks);
    const lots = new Float64Array(binOf(high) - binOf(low) + 1);
    for (let base = low; base <= high; base += 1) {
      lots[binOf(base) - binOf(low)]! += this.volume[base - this.lowestBin]!;
    }
    return { firstBin: binOf(low), lots };
  }

  private add({ bins, lots }: MinuteLevels, sign: number): void {
    if (bins.length === 0) return;
    this.reach(bins[0]!, bins.at(-1)!);
    const { volume, lowestBin } = this;
    for (let i = 0; i < bins.length; i += 1) volume[bins[i]! - lowestBin]! += sign * lots[i]!;
  }

  /** Makes room for bins `low..high`, with as much again on the side that was too short. */
  private reach(low: number, high: number): void {
    const { volume, lowestBin } = this;
    const highest = lowestBin + volume.length - 1;
    if (volume.length > 0 && low >= lowestBin && high <= highest) return;
    const spare = volume.length + (high - low) + 1;
    const from = volume.length === 0 ? low - spare : low < lowestBin ? low - spare : lowestBin;
    const to = volume.length === 0 ? high + spare : high > highest ? high + spare : highest;
    const wider = new Float64Array(to - from + 1);
    wider.set(volume, volume.length === 0 ? 0 : lowestBin - from);
    this.volume = wider;
    this.lowestBin = from;
  }
}

function minuteLevels(tape: MinuteTape, index: number, baseBinTicks: number): MinuteLevels {
  const { levels } = tape;
  try {
    levels.locate(tape.minuteMs(index));
  } catch (cause) {
    throw new LevelsGone(`no volume per price of minute ${index}`, { cause });
  }
  const { priceTicks, sizeLots, from, to } = levels;
  const bins = new Int32Array(to - from);
  const lots = new Int32Array(to - from);
  let length = 0;
  for (let row = from; row < to; row += 1) {
    const bin = Math.floor(priceTicks[row]! / baseBinTicks);
    if (length > 0 && bins[length - 1] === bin) lots[length - 1]! += sizeLots[row]!;
    else {
      bins[length] = bin;
      lots[length] = sizeLots[row]!;
      length += 1;
    }
  }
  return { bins: bins.subarray(0, length), lots: lots.subarray(0, length) };
}

import { NO_PRICE } from '@auction-trader/core';
import { MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { NO_LEVELS } from '../testing/order-bench.ts';
import { barTape } from './bar-tape.ts';

describe('barTape', () => {
  const tape = new MinuteTape(3, NO_LEVELS);
  tape.firstMinuteMs = 600_000;
  tape.length = 2;
  tape.closeTicks.set([100, 200]);
  tape.bidTicks.set([97, NO_PRICE]);
  tape.askTicks.set([100, NO_PRICE]);
  tape.flags.set([
    MINUTE_FLAG.FEED_GAP | MINUTE_FLAG.REAL_SIDE,
    MINUTE_FLAG.SYNTHETIC | MINUTE_FLAG.MISSING | MINUTE_FLAG.FEED_GAP,
  ]);
  const bars = barTape(tape);

  it('knows a bid and an ask about the close only, one tick away without a quote', () => {
    expect([...bars.bidTicks]).toEqual([98, 199]);
    expect([...bars.askTicks]).toEqual([102, 201]);
  });

  it('knows minutes without trades, and no feed gaps', () => {
    expect([...bars.flags]).toEqual([0, MINUTE_FLAG.SYNTHETIC]);
  });

  it('shares the rest, times too', () => {
    expect(bars.closeTicks).toBe(tape.closeTicks);
    expect([bars.length, bars.minuteMs(1), bars.indexOf(660_000)]).toEqual([2, 660_000, 1]);
    expect([...tape.bidTicks.subarray(0, 2)]).toEqual([97, NO_PRICE]);
  });
});

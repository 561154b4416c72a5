import { describe, expect, it } from 'vitest';
import { maxDrawdown } from '../../metrics/drawdown.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { CURVE_POINTS, equityCurve } from './equity-curve.ts';

describe('equityCurve', () => {
  it('starts with the initial capital and ends with the last mark', () => {
    const run = sampleRun({ minutes: 700 });
    const curve = equityCurve(run);
    expect(curve.timesMs).toHaveLength(701);
    expect([curve.timesMs[0], curve.equity[0]]).toEqual([run.tape.firstMinuteMs, 10_000]);
    expect(curve.equity.at(-1)).toBeCloseTo(run.equity[699]!, 7);
  });

  it('keeps the deepest fall whatever it thins out', () => {
    const run = sampleRun({ minutes: 9 * 1440, maxTrades: 200 });
    const curve = equityCurve(run);
    const whole = maxDrawdown(10_000, run.equity);
    expect(curve.timesMs.length).toBeLessThanOrEqual(CURVE_POINTS + 1);
    expect(Math.max(...curve.drawdown)).toBeCloseTo(whole.amount, 7);
    expect(Math.max(...curve.drawdownFraction)).toBe(whole.fraction);
  });

  it('is empty without a minute', () => {
    expect(equityCurve(sampleRun({ minutes: 0 })).timesMs).toEqual([]);
  });
});

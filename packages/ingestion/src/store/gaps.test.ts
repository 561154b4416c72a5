import { describe, expect, it } from 'vitest';
import { findGaps, joinGaps } from './gaps.ts';

describe('gaps', () => {
  it('are silences longer than the limit, within days and between them', () => {
    const first = findGaps(0, Int32Array.of(10, 20, 120, 221, 999), 4, 100);
    expect(first).toEqual([{ fromMs: 120, toMs: 221 }]);
    const days = [
      { firstTimeMs: 10, lastTimeMs: 221, gaps: first },
      { firstTimeMs: 321, lastTimeMs: 400, gaps: [] },
      { firstTimeMs: 501, lastTimeMs: 600, gaps: [] },
    ];
    expect(joinGaps(days, 100)).toEqual([
      { fromMs: 120, toMs: 221 },
      { fromMs: 400, toMs: 501 },
    ]);
  });
});

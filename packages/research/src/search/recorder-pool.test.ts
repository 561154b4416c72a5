import { describe, expect, it } from 'vitest';
import { RecorderPool } from './recorder-pool.ts';

describe('RecorderPool', () => {
  it('hands out the same recorders again, as new', () => {
    const pool = new RecorderPool();
    const [first] = pool.take(1, 3);
    first!.equity[1] = 5;
    first!.positionLots[2] = 7;
    const again = pool.take(2, 3);
    expect(again[0]).toBe(first);
    expect(again.map(({ equity }) => [...equity])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([...first!.positionLots]).toEqual([0, 0, 0]);
    expect(first!.trades.statistics().n).toBe(0);
  });

  it('makes others for a tape of another length', () => {
    const pool = new RecorderPool();
    const [first] = pool.take(1, 3);
    const [second] = pool.take(1, 4);
    expect(second).not.toBe(first);
    expect(second!.equity).toHaveLength(4);
  });
});

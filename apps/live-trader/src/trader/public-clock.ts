import type { BybitTransport } from '@auction-trader/bybit';
import type { Clock } from '@auction-trader/core';
import { repeat } from './repeat.ts';

const EVERY_MS = 60_000;
/** A reply that took longer says too little. */
const SLOWEST_MS = 2_000;
const KEPT = 5;

/**
 * Measures the offset to the venue where no account does (dry_run, paper, shadow): the median of the
 * last samples, once a minute.
 *
 * @returns ends it
 */
export function watchPublicClock(
  transport: BybitTransport,
  clock: Clock,
  onOffset: (offsetMs: number) => void,
): () => void {
  let samples: number[] = [];
  return repeat(clock, EVERY_MS, () => {
    const sentMs = clock.nowMs();
    void transport
      .request({ method: 'GET', path: '/v5/market/time', params: {}, signed: false })
      .then(({ retCode, timeMs }) => {
        const tookMs = clock.nowMs() - sentMs;
        if (retCode !== 0 || Number.isNaN(timeMs) || tookMs > SLOWEST_MS) return;
        samples = [...samples, timeMs - (sentMs + tookMs / 2)].slice(-KEPT);
        const sorted = [...samples].sort((one, other) => one - other);
        onOffset(sorted[Math.floor(sorted.length / 2)]!);
      });
  });
}

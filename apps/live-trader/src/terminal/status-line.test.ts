import { expect, it } from 'vitest';
import { SAMPLE_STATE } from '../testing/fake-trader.ts';
import { statusLine } from './status-line.ts';

it('says the most important in one line', () => {
  expect(statusLine(SAMPLE_STATE)).toBe(
    '2025-06-21 18:00:00 BTCUSDT paper ACTIVE, price 50123.4, LONG 0.25 +4.32, today +12.34, heat 1.86 %, feed 0.1 s',
  );
});

it('says what is missing', () => {
  const line = statusLine({
    ...SAMPLE_STATE,
    price: null,
    position: { ...SAMPLE_STATE.position, side: 'FLAT', size: 0 },
    warmup: { ready: false, minutes_done: 3, minutes_needed: 240, missing_minutes: 0 },
    feed: { ...SAMPLE_STATE.feed, connected: false },
  });
  expect(line).toContain('warm-up 3/240, price -, flat, ');
  expect(line).toContain('feed lost');
});

import { NO_PRICE } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { quoteSign } from './quote-sign.ts';

it('classify (17.2): at the ask a buy, at the bid a sell, between them neither', () => {
  expect(quoteSign(500_010, 500_000, 500_010)).toBe(1);
  expect(quoteSign(500_000, 500_000, 500_010)).toBe(-1);
  expect(quoteSign(500_010, 500_000, 500_020)).toBe(0);
});

it('beyond the quote as at it', () => {
  expect(quoteSign(500_099, 500_000, 500_010)).toBe(1);
  expect(quoteSign(499_000, 500_000, 500_010)).toBe(-1);
});

it('no quote says nothing', () => {
  expect(quoteSign(500_000, NO_PRICE, NO_PRICE)).toBe(0);
});

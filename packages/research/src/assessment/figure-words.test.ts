import { describe, expect, it } from 'vitest';
import { amount, count, percent, sharpe } from './figure-words.ts';

describe('figures in sentences', () => {
  it('counts with thousands apart', () => {
    expect(count(4096)).toBe('4,096');
  });

  it('rounds Sharpe ratios to what matters, and tells apart what is compared', () => {
    expect(sharpe(1.94)).toBe('1.9');
    expect(sharpe(1.94, 1.7)).toBe('1.9');
    expect(sharpe(1.94, 1.91)).toBe('1.94');
    expect(sharpe(-0.01)).toBe('0.0');
  });

  it('never says never in percent', () => {
    expect(percent(0.314)).toBe('31 %');
    expect(percent(0)).toBe('0 %');
    expect(percent(0.0004)).toBe('under 1 %');
    expect(percent(0.9996)).toBe('over 99 %');
    expect(percent(1)).toBe('100 %');
    expect(percent(0.0123, 1)).toBe('1.2 %');
  });

  it('shows cents of small amounts only', () => {
    expect(amount(1234.56)).toBe('1,235');
    expect(amount(-61.3)).toBe('-61.30');
    expect(amount(-0.001)).toBe('0.00');
  });
});

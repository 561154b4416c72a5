import { describe, expect, it } from 'vitest';
import { AuctionTraderError, invariant } from './auction-trader-error.ts';

describe('AuctionTraderError', () => {
  it('carries what, where and what to do', () => {
    const cause = new Error('below');
    const error = new AuctionTraderError('off the grid', {
      code: 'OFF_GRID',
      exitCode: 1,
      details: { file: 'trades.csv', row: 17 },
      hint: 'Give the right tick.',
      cause,
    });
    expect(error).toMatchObject({
      name: 'AuctionTraderError',
      message: 'off the grid',
      code: 'OFF_GRID',
      exitCode: 1,
      details: { file: 'trades.csv', row: 17 },
      hint: 'Give the right tick.',
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  it('is a runtime failure unless said otherwise', () => {
    expect(new AuctionTraderError('x', { code: 'X' })).toMatchObject({
      exitCode: 3,
      details: {},
      hint: null,
    });
  });
});

describe('invariant', () => {
  it('lets true pass and throws on false', () => {
    invariant(true, 'fine');
    expect(() => invariant(false, 'fill before decision')).toThrow(
      expect.objectContaining({ code: 'INVARIANT', message: 'fill before decision', exitCode: 3 }),
    );
  });
});

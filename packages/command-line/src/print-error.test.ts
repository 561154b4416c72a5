import { AuctionTraderError } from '@auction-trader/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exitCodeOf, printError } from './print-error.ts';
import { createRedactor } from './redact.ts';

const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => write.mockClear());

function printed(error: unknown, withStack = false): string {
  printError(error, withStack, createRedactor(['k-123456']));
  return write.mock.calls.map(([text]) => text).join('');
}

describe('printError', () => {
  it('says what, where and what to do', () => {
    const error = new AuctionTraderError('the price 50000.35 is off the grid', {
      code: 'OFF_GRID',
      exitCode: 1,
      details: { file: 'trades.csv', row: 17, key: '--tick-size' },
      hint: 'Give the right tick.',
    });
    expect(printed(error)).toBe(
      'error: the price 50000.35 is off the grid\n  where: trades.csv, row 17, --tick-size\n  what to do: Give the right tick.\n',
    );
  });

  it('does not name the key twice, nor what is not known', () => {
    const error = new AuctionTraderError('--from x is not a day', { code: 'X', details: { key: '--from' } });
    expect(printed(error)).toBe('error: --from x is not a day\n');
  });

  it.each([
    ['ENOSPC', 'the disk is full', 'Free some space'],
    ['EACCES', 'permission was denied', 'Check the rights'],
    ['ENOENT', 'does not exist', 'Check the path'],
  ])('puts %s of the system into words', (code, what, hint) => {
    const text = printed(Object.assign(new Error(`${code}: x`), { code, path: '/some/file' }));
    for (const part of [what, hint, 'where: /some/file']) expect(text).toContain(part);
    expect(text).not.toContain('unexpected');
  });

  it('calls anything else unexpected, and shows the stack only when asked', () => {
    const error = new TypeError('x is not a function', { cause: new Error('deeper') });
    expect(printed(error)).toMatch(
      /^error: unexpected failure: x is not a function\n {2}what to do: .*debug/,
    );
    expect(printed(error)).not.toContain('    at ');
    expect(printed(error, true)).toMatch(/ {4}at [\s\S]*caused by Error: deeper/);
    expect(printed('just a text')).toContain('just a text');
  });
});

describe('secrets', () => {
  it('are in no part of an error', () => {
    const error = new AuctionTraderError('the venue refuses k-123456', {
      code: 'X',
      details: { file: 'k-123456.json' },
      hint: 'Ask for another key than k-123456.',
      cause: new Error('GET /v5?api_key=k-123456'),
    });
    const text = printed(error, true);
    expect(text).not.toContain('k-123456');
    expect(text).toContain('the venue refuses (hidden)');
  });

  it('are not shown of what a client library throws', () => {
    const thrown = { message: 'refused', requestOptions: { key: 'k-123456', secret: 's-123456' } };
    expect(printed(thrown, true)).not.toMatch(/k-123456|s-123456/);
  });
});

describe('exitCodeOf', () => {
  it('is the error’s own, else 3', () => {
    expect(exitCodeOf(new AuctionTraderError('x', { code: 'X', exitCode: 2 }))).toBe(2);
    expect(exitCodeOf(new Error('x'))).toBe(3);
    expect(exitCodeOf('x')).toBe(3);
  });
});

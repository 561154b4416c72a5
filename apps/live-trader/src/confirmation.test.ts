import { describe, expect, it } from 'vitest';
import { requireConfirmation } from './confirmation.ts';

describe('requireConfirmation', () => {
  it('asks for symbol and mode, letter by letter', () => {
    expect(() => requireConfirmation('live', 'BTCUSDT', 'BTCUSDT live')).not.toThrow();
    for (const typed of [null, '', 'yes', 'btcusdt live', 'ETHUSDT live', 'BTCUSDT live ', 'BTCUSDT paper']) {
      expect(() => requireConfirmation('live', 'BTCUSDT', typed)).toThrow(
        expect.objectContaining({ exitCode: 2, hint: 'Type exactly "BTCUSDT live".' }),
      );
    }
  });

  it.each(['dry_run', 'paper', 'shadow'] as const)('asks for nothing in %s', (mode) => {
    expect(() => requireConfirmation(mode, 'BTCUSDT', null)).not.toThrow();
  });
});

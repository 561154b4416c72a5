import { describe, expect, it } from 'vitest';
import { checkState } from './check-state.ts';

const form = { priceTicks: 5, quote: { timeMs: null, lots: 1 }, returns: [0.1] };

describe('checkState', () => {
  it('takes data of the form, whatever it has been through', () => {
    const saved = JSON.parse(JSON.stringify({ ...form, returns: [], quote: { timeMs: 7, lots: null } }));
    expect(() => checkState(saved, form, 'a test')).not.toThrow();
  });

  it.each([
    [null, 'state is no object'],
    ['text', 'state is no object'],
    [{ ...form, extra: 1 }, 'state.extra is unknown'],
    [{ priceTicks: 5, returns: [] }, 'state.quote is missing'],
    [{ ...form, priceTicks: '5' }, 'state.priceTicks is no number'],
    [{ ...form, priceTicks: Number.NaN }, 'state.priceTicks is no number'],
    [{ ...form, quote: { timeMs: [], lots: 1 } }, 'state.quote.timeMs is no number'],
    [{ ...form, quote: 3 }, 'state.quote is no object'],
    [{ ...form, returns: 3 }, 'state.returns is no list of numbers'],
    [{ ...form, returns: [1, null] }, 'state.returns is no list of numbers'],
  ])('refuses %j', (found, where) => {
    expect(() => checkState(found, form, 'a test')).toThrow(
      expect.objectContaining({
        code: 'BAD_STATE',
        message: `what was saved is no state of a test: ${where}`,
      }),
    );
  });

  it('takes texts and truth values where the form has them, and nothing else', () => {
    const worded = { leg: '', done: false };
    expect(() => checkState({ leg: 'TP1', done: true }, worded, 'a test')).not.toThrow();
    expect(() => checkState({ leg: 1, done: true }, worded, 'a test')).toThrow('state.leg is no text');
    expect(() => checkState({ leg: 'TP1', done: 1 }, worded, 'a test')).toThrow(
      'state.done is no truth value',
    );
  });

  it('does not take an inherited key for one of its own', () => {
    expect(() => checkState({ ...form, toString: 1 }, form, 'a test')).toThrow('state.toString is unknown');
  });
});

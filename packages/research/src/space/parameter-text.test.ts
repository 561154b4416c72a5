import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { parseParameter } from './parameter-text.ts';
import { rangeValues } from './value-range.ts';

describe('parseParameter', () => {
  it.each([
    ['accept_outside_k:1,2,6', 'signal.accept_outside_k', [1, 2, 6]],
    ['signal.accept_outside_k: 6 , 1', 'signal.accept_outside_k', [6, 1]],
    ['accept_outside_k:1..6', 'signal.accept_outside_k', [1, 2, 3, 4, 5, 6]],
    ['alpha_bin:0.15..0.5/0.05', 'value_area.alpha_bin', [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]],
    ['alpha_bin:0.2..0.5/0.2', 'value_area.alpha_bin', [0.2, 0.4]],
    ['of_fail_max:-2..0', 'signal.of_fail_min', [-2, -1, 0]],
    ['qimb_fail_min:-0.3..-0/0.1', 'order_flow.qimb_fail_min', [-0.3, -0.2, -0.1, 0]],
    ['cooldown_minutes:0,1,3..5,10', 'risk.cooldown_minutes', [0, 1, 3, 4, 5, 10]],
    ['use_qimb:true,FALSE', 'order_flow.use_qimb', [true, false]],
    ['max_daily_loss:1e2', 'risk.max_daily_loss', [100]],
    ['max_hold_minutes:5..5', 'risk.max_hold_minutes', [5]],
  ])('reads %s', (text, key, values) => {
    expect(parseParameter(text)).toEqual({ key, values });
  });

  it.each([
    ['accept_outside_k', /not of the form key:values/, /accept_outside_k:1\.\.6/],
    [':1,2', /not of the form/, /For example/],
    ['accept_outsid_k:1', /accept_outsid_k is not a configuration key/, /signal\.accept_outside_k/],
    [
      'risk.accept_outside_k:1',
      /risk\.accept_outside_k is not a configuration key/,
      /signal\.accept_outside_k/,
    ],
    ['signal.acept_outside_k:1', /not a configuration key/, /signal\.accept_outside_k/],
    ['symbol:BTCUSDT', /instrument\.symbol is neither a number nor true or false, but a text/, /numbers/i],
    [
      'qimb_source:ema,close',
      /order_flow\.qimb_source is neither a number nor true or false, but ema, close/,
      /numbers/i,
    ],
    ['accept_outside_k:', /signal\.accept_outside_k has no values/, /accept_outside_k:3/],
    ['accept_outside_k:1,,2', /accept_outside_k cannot be nothing/, /For example/],
    [
      'accept_outside_k:1,two',
      /accept_outside_k cannot be "two"; it must be a whole number from 1 to 20/,
      /For/,
    ],
    ['accept_outside_k:1e999', /cannot be "1e999"/, /For/],
    [
      'accept_outside_k:1,21',
      /accept_outside_k cannot be 21; it must be a whole number from 1 to 20/,
      /Closes/,
    ],
    ['accept_outside_k:1.5', /cannot be 1\.5; it must be a whole number/, /Closes/],
    ['va_fraction:0.60001', /value_area\.va_fraction cannot be 0\.60001/, /at most four decimals/],
    ['use_qimb:1', /use_qimb cannot be 1; it must be true or false/, /./],
    ['accept_outside_k:true', /cannot be true/, /./],
    ['use_market_for_exit:true,false', /use_market_for_exit cannot be false; it must be only true/, /./],
    ['max_daily_loss:100,null', /max_daily_loss cannot be "null"/, /./],
    ['accept_outside_k:1,2,1.0', /has the value 1 twice/, /once/],
    ['accept_outside_k:1..3,2', /has the value 2 twice/, /once/],
    ['accept_outside_k:6..1', /the range 6\.\.1 ends before it begins/, /1\.\.6/],
    ['accept_outside_k:1..6/0', /the range 1\.\.6\/0 has a step that is not above 0/, /./],
    ['accept_outside_k:1..6/-1', /step that is not above 0/, /./],
    ['accept_outside_k:1..6/9', /step larger than itself/, /./],
    ['accept_outside_k:1..', /has nothing where a number should be/, /./],
    ['accept_outside_k:..6', /has nothing where a number should be/, /./],
    ['accept_outside_k:1..6/', /has nothing where a number should be/, /./],
    ['accept_outside_k:1..x', /has x where a number should be/, /./],
    ['alpha_bin:0.1..0.5', /needs a step: 0\.1\.\.0\.5\/0\.1/, /./],
    ['stop_buffer_ticks:0..1000000000000', /1000000000001 values, and a parameter at most 100000/, /./],
    ['alpha_bin:0..1/1e-999999999', /out of all bounds, 1e-999999999/, /./],
    ['alpha_bin:0..1e999999999', /out of all bounds/, /./],
  ])('refuses %s', (text, message, hint) => {
    const error = errorOf(() => parseParameter(text));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect([error.code, error.exitCode]).toEqual(['SEARCH_INVALID', 1]);
  });

  it('names the key and the place in its details', () => {
    const { details } = errorOf(() => parseParameter('va_fraction:2', { file: 'search.yaml', row: 3 }));
    expect(details).toEqual({ key: 'value_area.va_fraction', file: 'search.yaml', row: 3 });
  });
});

it('counts ranges in decimals, without any rounding', () => {
  const whole = fc.integer({ min: -100_000, max: 100_000 });
  const decimals = fc.nat({ max: 6 });
  const text = (size: number, scale: number) => (size / 10 ** scale).toFixed(scale);
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 200 }),
      decimals,
      (from, by, count, scale) => {
        const to = from + by * count;
        const expected = Array.from({ length: count + 1 }, (_, at) => Number(text(from + at * by, scale)));
        expect(
          rangeValues(text(from, scale), text(to, scale), text(by, scale)).map((value) => value + 0),
        ).toEqual(expected.map((value) => value + 0));
      },
    ),
  );
});

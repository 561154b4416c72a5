import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/error-of.ts';
import { parseConstraint } from './constraint.ts';

const meets = (text: string, ...values: (number | boolean)[]) => parseConstraint(text).meets(values);

describe('parseConstraint', () => {
  it.each([
    ['of_entry_min < of_breakout_min', [1, 2], true],
    ['of_entry_min < of_breakout_min', [2, 2], false],
    ['of_entry_min <= of_breakout_min', [2, 2], true],
    ['of_entry_min > of_breakout_min', [2, 2], false],
    ['of_entry_min >= of_breakout_min', [2, 2], true],
    ['of_entry_min == of_breakout_min', [2, 2], true],
    ['of_entry_min != of_breakout_min', [2, 2], false],
    ['of_entry_min != of_breakout_min', [2, 3], true],
    // Precedence, from the tightest: * and /, + and -, comparisons, and, or.
    ['1 + 2 * of_entry_min == 7', [3], true],
    ['(1 + 2) * of_entry_min == 9', [3], true],
    ['10 - 2 - of_entry_min == 5', [3], true],
    ['24 / 4 / of_entry_min == 2', [3], true],
    ['-of_entry_min + 4 == 1', [3], true],
    ['2 * -of_entry_min == -6', [3], true],
    ['1 < 2 or of_entry_min < 0 and 1 > 2', [3], true],
    ['(1 < 2 or of_entry_min < 0) and 1 > 2', [3], false],
    ['use_qimb', [true], true],
    ['use_qimb == false or of_entry_min > 1', [false, 0], true],
    ['use_qimb != true or of_entry_min > 1', [true, 2], true],
    ['use_qimb and of_entry_min > 1', [true, 1], false],
    // Rounding is no difference.
    ['tp1_pct + tp2_pct == 0.3', [0.1, 0.2], true],
    ['tp1_pct + tp2_pct > 0.3', [0.1, 0.2], false],
    ['tp1_pct + tp2_pct <= 0.3', [0.1, 0.2], true],
    ['1 - tp1_pct - tp2_pct == 0', [0.9, 0.1], true],
    // Nothing is known of a number divided by 0.
    ['of_entry_min / of_breakout_min > 2', [1, 0], false],
    ['of_entry_min / of_breakout_min != 2', [1, 0], false],
    ['of_entry_min / of_breakout_min == 2', [0, 0], false],
    ['of_entry_min / of_breakout_min == 2', [1, 0], false],
  ] as const)('%s with %j is %s', (text, values, met) => {
    expect(meets(text, ...values)).toBe(met);
  });

  it('knows its keys by whatever name, each once', () => {
    const { keys, meets: isMet } = parseConstraint('signal.of_fail_max < -1 and of_fail_min > -3');
    expect(keys.map(({ fullName }) => fullName)).toEqual(['signal.of_fail_min']);
    expect([isMet([-2]), isMet([-3])]).toEqual([true, false]);
  });

  it.each([
    ['', /has the end where a key or a number should be/],
    ['of_entry_min', /compares nothing/],
    ['of_entry_min <', /has the end where/],
    ['of_entry_min = 1', /cannot be read from "= 1" on/],
    ['of_entry_min < 1 2', /has 2 where the end should be/],
    ['(of_entry_min < 1', /has the end where \) should be/],
    ['of_entry_min < 1)', /has \) where the end should be/],
    ['1 < of_entry_min < 3', /compares three things/],
    ['of_entry_min < 2nd', /cannot be read from "2nd" on/],
    ['of_entry_min < 1..2', /cannot be read/],
    ['use_qimb < 1', /has true or false beside </],
    ['use_qimb == 1', /has a number beside ==/],
    ['of_entry_min and use_qimb', /has a number beside and/],
    ['-use_qimb == true', /has true or false beside -/],
    ['of_entry_min < and', /has and where a key or a number should be/],
    ['of_entri_min < 1', /of_entri_min is not a configuration key/],
    ['process.exit(1) < 1', /has \( where the end should be/],
    ['symbol == 1', /instrument\.symbol is neither a number nor true or false/],
    [`${'('.repeat(60)}1 < 2${')'.repeat(60)}`, /nested deeper than 50/],
    [`of_entry_min < 1${' + 1'.repeat(1000)}`, /longer than 1000/],
  ])('refuses %s', (text, message) => {
    const error = errorOf(() => parseConstraint(text, { file: 'search.yaml', row: 9 }));
    expect(error.message).toContain(`the constraint "${text}"`);
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBeNull();
    expect(error).toMatchObject({ exitCode: 1, details: { file: 'search.yaml', row: 9 } });
  });

  it('has the nearest name for a key that is none', () => {
    expect(errorOf(() => parseConstraint('of_entri_min < 1')).hint).toContain('signal.of_entry_min');
  });
});

it('works out arithmetic as JavaScript does', () => {
  type Made = { text: string; value: number };
  const { tree } = fc.letrec<{ tree: Made; leaf: Made; pair: Made }>((tie) => ({
    leaf: fc.nat({ max: 9 }).map((value) => ({ text: `${value}`, value })),
    pair: fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree')).map(([left, sign, right]) => ({
      text: `(${left.text} ${sign} ${right.text})`,
      value:
        sign === '+'
          ? left.value + right.value
          : sign === '-'
            ? left.value - right.value
            : left.value * right.value,
    })),
    tree: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('pair')),
  }));
  fc.assert(
    fc.property(
      tree.filter(({ text }) => text.length < 900),
      ({ text, value }) => {
        const number = value < 0 ? `0 - ${-value}` : `${value}`;
        expect(meets(`${text} == ${number}`)).toBe(true);
        expect(meets(`${text} < ${number} + 1`)).toBe(true);
      },
    ),
  );
});

it('never throws anything but a refusal', () => {
  const word = fc.constantFrom(
    '(',
    ')',
    '<',
    '==',
    'and',
    'or',
    '-',
    '+',
    '1',
    '.5',
    'true',
    'use_qimb',
    'of_entry_min',
    '%',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        try {
          parseConstraint(text).meets([1, 1]);
        } catch (error) {
          expect(error).toMatchObject({ code: 'SEARCH_INVALID' });
        }
      },
    ),
    { numRuns: 300 },
  );
});

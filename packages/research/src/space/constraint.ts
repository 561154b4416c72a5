import { AuctionTraderError, type ConfigKey, type ErrorDetails } from '@auction-trader/core';
import { type Expression, type PairSign, parseExpression } from './constraint-syntax.ts';
import type { ParameterValue } from './parameter-space.ts';
import { searchError } from './search-error.ts';
import { sweepKey } from './sweep-key.ts';

/** A condition that a set must meet. */
export interface Constraint {
  /** As written. */
  readonly text: string;
  /** Its keys. */
  readonly keys: readonly ConfigKey[];
  /** Whether it is met, given the value of each of its keys, in their order. */
  readonly meets: (values: readonly ParameterValue[]) => boolean;
}

/** A part of a constraint, ready to be worked out. */
interface Part {
  readonly type: 'number' | 'truth';
  readonly of: (values: readonly ParameterValue[]) => ParameterValue;
}

const HOW = 'For example: of_entry_min < of_breakout_min and max_hold_minutes >= 2 * cooldown_minutes';

const MAX_LENGTH = 1000;

/** Two numbers nearer to each other than this, or this share of the larger, are equal: 0.1 + 0.2 is 0.3 here. */
const EQUAL = 1e-9;

/**
 * Reads a condition between keys: comparisons (`<`, `<=`, `>`, `>=`, `==`, `!=`) of keys and numbers with
 * `+ - * /` and parentheses, joined by `and` and `or`. Keys have the names that `--set` takes; a key that is true
 * or false may stand alone or be compared with `true`. Numbers that differ by rounding only are equal, and a
 * comparison with a number divided by 0 is never met.
 *
 * @param place where it stands, for errors
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) when it cannot be read, or names an unknown key
 * @example
 * parseConstraint('of_entry_min < of_breakout_min').meets([0.5, 1]) // true
 */
export function parseConstraint(text: string, place: ErrorDetails = {}): Constraint {
  const keys: ConfigKey[] = [];
  try {
    if (text.length > MAX_LENGTH) throw new SyntaxError(`is longer than ${MAX_LENGTH} characters`);
    const whole = compile(parseExpression(text), keys, place);
    if (whole.type !== 'truth') throw new SyntaxError('compares nothing');
    return { text, keys, meets: (values) => whole.of(values) === true };
  } catch (error) {
    if (error instanceof SyntaxError)
      throw searchError(`the constraint "${text}" ${error.message}`, HOW, place);
    if (!(error instanceof AuctionTraderError)) throw error;
    throw searchError(`the constraint "${text}": ${error.message}`, error.hint ?? HOW, error.details);
  }
}

function compile(expression: Expression, keys: ConfigKey[], place: ErrorDetails): Part {
  if (expression.kind === 'number' || expression.kind === 'truth') {
    const { kind, value } = expression;
    return { type: kind, of: () => value };
  }
  if (expression.kind === 'key') return compileKey(sweepKey(expression.name, place), keys);
  if (expression.kind === 'minus') {
    const { of } = typed(compile(expression.of, keys, place), 'number', '-');
    return { type: 'number', of: (values) => -of(values) };
  }
  const { sign } = expression;
  const left = compile(expression.left, keys, place);
  return compilePair(sign, left, compile(expression.right, keys, place));
}

function compileKey(key: ConfigKey, keys: ConfigKey[]): Part {
  const known = keys.indexOf(key);
  const at = known < 0 ? keys.push(key) - 1 : known;
  return { type: key.types.includes('boolean') ? 'truth' : 'number', of: (values) => values[at]! };
}

function compilePair(sign: PairSign, left: Part, right: Part): Part {
  if (sign === 'and' || sign === 'or') {
    const [a, b] = [typed(left, 'truth', sign).of, typed(right, 'truth', sign).of];
    const of: Part['of'] =
      sign === 'and' ? (values) => a(values) && b(values) : (values) => a(values) || b(values);
    return { type: 'truth', of };
  }
  if ((sign === '==' || sign === '!=') && left.type === 'truth') {
    const [a, b] = [left.of, typed(right, 'truth', sign).of];
    return { type: 'truth', of: (values) => (a(values) === b(values)) === (sign === '==') };
  }
  const [a, b] = [typed(left, 'number', sign).of, typed(right, 'number', sign).of];
  if (sign === '+' || sign === '-' || sign === '*' || sign === '/') {
    const work = ARITHMETIC[sign];
    return { type: 'number', of: (values) => work(a(values) as number, b(values) as number) };
  }
  const holds = COMPARISONS[sign];
  return { type: 'truth', of: (values) => holds(order(a(values) as number, b(values) as number)) };
}

function typed(part: Part, type: Part['type'], sign: string): Part {
  if (part.type === type) return part;
  const [wanted, found] = type === 'number' ? ['numbers', 'true or false'] : ['comparisons', 'a number'];
  throw new SyntaxError(`has ${found} beside ${sign}, which goes with ${wanted}`);
}

const ARITHMETIC = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
};

/** By the sign of left minus right; NaN, where there is none, meets nothing. */
const COMPARISONS = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
  '==': (order: number) => order === 0,
  '!=': (order: number) => order < 0 || order > 0,
};

function order(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.NaN;
  return Math.abs(a - b) <= EQUAL * Math.max(1, Math.abs(a), Math.abs(b)) ? 0 : a - b;
}

import { constraintTokens, type Token } from './constraint-tokens.ts';

/** A constraint as a tree. Truths and numbers are told apart when it is read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'minus'; readonly of: Expression }
  | { readonly kind: 'pair'; readonly sign: PairSign; readonly left: Expression; readonly right: Expression };

/** What joins two parts of a constraint. */
export type PairSign = (typeof LEVELS)[number][number];

/** From the loosest to the tightest. */
const LEVELS = [['or'], ['and'], ['<', '<=', '>', '>=', '==', '!='], ['+', '-'], ['*', '/']] as const;

const COMPARISON = 2;

/** Parentheses and signs beyond this depth are a mistake, or an attack on the stack. */
const MAX_DEPTH = 50;

/**
 * Reads a condition: comparisons (`<`, `<=`, `>`, `>=`, `==`, `!=`) of keys and numbers with `+ - * /` and
 * parentheses, joined by `and` and `or` (`and` binds tighter); `true` and `false`.
 *
 * @throws SyntaxError with a message to follow "the constraint ..."
 */
export function parseExpression(text: string): Expression {
  const words = new Words(constraintTokens(text));
  const expression = parseLevel(words, 0, 0);
  words.expect('the end');
  return expression;
}

/** The words not read yet. */
class Words {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The next word's text when it is one of some. */
  take<Text extends string>(texts: readonly Text[]): Text | null {
    const { text } = this.#tokens[this.#at]!;
    const found = texts.find((each) => each === text);
    if (found === undefined) return null;
    this.#at++;
    return found;
  }

  next(): Token {
    const token = this.#tokens[this.#at]!;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  expect(text: string): void {
    const token = this.next();
    if (token.text !== text) throw new SyntaxError(`has ${token.text} where ${text} should be`);
  }
}

function parseLevel(words: Words, level: number, depth: number): Expression {
  const signs = LEVELS[level];
  if (signs === undefined) return parsePart(words, depth);
  let left = parseLevel(words, level + 1, depth);
  for (let sign = words.take<PairSign>(signs); sign !== null; sign = words.take<PairSign>(signs)) {
    left = { kind: 'pair', sign, left, right: parseLevel(words, level + 1, depth) };
    if (level === COMPARISON && words.take(signs) !== null) {
      throw new SyntaxError('compares three things at once: write a < b and b < c');
    }
  }
  return left;
}

function parsePart(words: Words, depth: number): Expression {
  if (depth > MAX_DEPTH) throw new SyntaxError(`is nested deeper than ${MAX_DEPTH}`);
  const token = words.next();
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
  if (token.text === 'true' || token.text === 'false') return { kind: 'truth', value: token.text === 'true' };
  if (token.kind === 'name' && token.text !== 'and' && token.text !== 'or')
    return { kind: 'key', name: token.text };
  if (token.text === '-') return { kind: 'minus', of: parsePart(words, depth + 1) };
  if (token.text === '(') {
    const inner = parseLevel(words, 0, depth + 1);
    words.expect(')');
    return inner;
  }
  throw new SyntaxError(`has ${token.text} where a key or a number should be`);
}

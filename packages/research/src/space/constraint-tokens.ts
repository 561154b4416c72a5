/** One word of a constraint. */
export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/;
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/;
const SIGN = /<=|>=|==|!=|[-<>+*/()]/;
const TOKEN = new RegExp(`\\s*(?:(${NUMBER.source})(?![\\w.])|(${NAME.source})|(${SIGN.source}))`, 'y');

/**
 * Splits a constraint into its words; an end stands last.
 *
 * @throws SyntaxError naming the place where no word can be read
 */
export function constraintTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const whole = text.trimEnd();
  const token = new RegExp(TOKEN);
  while (token.lastIndex < whole.length) {
    const start = token.lastIndex;
    const match = token.exec(whole);
    if (match === null) throw new SyntaxError(`cannot be read from "${whole.slice(start).trim()}" on`);
    const [, number, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign! });
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/**
 * A test of names by a pattern in which `*` stands for any run of characters.
 *
 * @example
 * patternTest('orderbook.*')('orderbook.50.BTCUSDT'); // true
 */
export function patternTest(pattern: string): (name: string) => boolean {
  if (pattern === '*') return () => true;
  if (!pattern.includes('*')) return (name) => name === pattern;
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (name) => expression.test(name);
}

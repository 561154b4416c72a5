import { expect, it } from 'vitest';
import { errorText } from './error-text.ts';

it.each([
  [new TypeError('no such file'), 'no such file'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('says %s as %s', (thrown, text) => {
  expect(errorText(thrown)).toBe(text);
});

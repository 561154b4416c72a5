import { describe, expect, it } from 'vitest';
import { InputLoop } from './input-loop.ts';

describe('InputLoop', () => {
  it('handles what arises meanwhile afterwards, in order', () => {
    const log: string[] = [];
    const loop = new InputLoop<number>((input) => {
      log.push(`begin ${input}`);
      if (input < 3) loop.push(input * 10);
      log.push(`end ${input}`);
    });
    loop.push(1);
    loop.push(2);
    expect(log).toEqual([
      ...['begin 1', 'end 1', 'begin 10', 'end 10'],
      ...['begin 2', 'end 2', 'begin 20', 'end 20'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { profileText } from './profile-text.ts';

const bin = (price: number, lots: number, mark = '', inValueArea = mark !== '') => ({
  price: price.toFixed(1),
  lots,
  inValueArea,
  mark,
});

describe('profileText', () => {
  it('draws the highest price first, marks the levels and tells the value area apart', () => {
    const text = profileText([bin(98, 50), bin(99, 100, 'VAL'), bin(100, 200, 'POC'), bin(101, 100, 'VAH')]);
    const lines = text.split('\n');
    expect(lines.map((line) => line.split(/ +/).filter((part) => !/^[█░]*$/.test(part)))).toEqual([
      ['101.0', 'VAH', '100'],
      ['100.0', 'POC', '200'],
      ['99.0', 'VAL', '100'],
      ['98.0', '50'],
    ]);
    expect(lines.map((line) => line.match(/[█░]+/)?.[0].length)).toEqual([24, 48, 24, 12]);
    expect(lines.map((line) => line.match(/[█░]/)?.[0])).toEqual(['█', '█', '█', '░']);
  });

  it('shows an empty bin as an empty line, and a tiny one as something', () => {
    const lines = profileText([bin(1, 0), bin(2, 1), bin(3, 100_000)]).split('\n');
    expect(lines[2]).not.toMatch(/[█░]/);
    expect(lines[1]).toMatch(/░/);
  });

  it('puts neighbouring bins on one line where there are too many, losing no volume and no mark', () => {
    const bins = Array.from({ length: 150 }, (_, at) => bin(at, 1, at === 3 ? 'VAL' : at === 4 ? 'POC' : ''));
    const lines = profileText(bins).split('\n');
    expect(lines).toHaveLength(50);
    expect(lines.map((line) => Number(line.split(' ').at(-1))).reduce((sum, lots) => sum + lots, 0)).toBe(
      150,
    );
    expect(lines.join('\n')).toContain('POC VAL');
  });
});

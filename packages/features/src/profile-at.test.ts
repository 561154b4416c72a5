import { describe, expect, it } from 'vitest';
import { FeatureColumns } from './feature-columns.ts';
import { profileAt } from './profile-at.ts';
import { smallTape } from './testing/small-tape.ts';

const levels = [{ 100: 1, 109: 2 }, { 121: 4 }, {}, { 90: 8 }];
const tape = smallTape(levels.map((minute) => ({ levels: minute, quote: null })));

function profileOf(index: number, windowMinutes: number, widthTicks: number) {
  const features = new FeatureColumns(tape.length);
  features.binWidthTicks[index] = widthTicks;
  const { firstBin, lots, widthTicks: width } = profileAt(tape, features, index, windowMinutes);
  return { firstBin, lots: [...lots], width };
}

describe('profile at a minute', () => {
  it('holds the minutes of its window up to the row, in bins of the width then in force', () => {
    expect(profileOf(1, 240, 10)).toEqual({ firstBin: 10, lots: [3, 0, 4], width: 10 });
    expect(profileOf(2, 2, 10)).toEqual({ firstBin: 12, lots: [4], width: 10 });
    expect(profileOf(3, 3, 10)).toEqual({ firstBin: 9, lots: [8, 0, 0, 4], width: 10 });
  });

  it('is empty where nothing was traded', () => {
    expect(profileOf(2, 1, 10).lots).toEqual([]);
  });

  it('has bins of a tick before there is a width', () => {
    expect(profileOf(0, 240, 0)).toEqual({ firstBin: 100, lots: [1, 0, 0, 0, 0, 0, 0, 0, 0, 2], width: 1 });
  });
});

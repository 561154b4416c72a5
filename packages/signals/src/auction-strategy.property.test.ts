import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PositionView } from './strategy.ts';
import { btcSettings, MinuteBench, mirrored, mirroredResult } from './testing/minute-bench.ts';
import { NaiveAuction, naiveSections } from './testing/naive-auction.ts';
import { anyMinutes, anyRules } from './testing/random-minutes.ts';

/** For each minute: whether an entry was submitted right after it. */
const anyEntries = fc.infiniteStream(fc.integer({ min: 0, max: 9 }).map((n) => n === 0));

test('equals the naive reference on random rules and minutes', () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(anyRules, anyMinutes, anyEntries, (rules, minutes, entries) => {
      const bench = new MinuteBench(btcSettings(naiveSections(rules)));
      const naive = new NaiveAuction(rules);
      for (const minute of minutes) {
        const result = bench.judge(minute);
        expect(result).toEqual(naive.judge(minute));
        count(result.reason);
        count(`${result.action} ${result.setup}`);
        count(result.up.state);
        if (!entries.next().value) continue;
        bench.strategy.onEntrySubmitted();
        naive.onEntrySubmitted();
      }
    }),
    { numRuns: 800, seed: 1 },
  );
  // The runs must have been to all places that can differ.
  const places = [
    'NO_SETUP',
    'NO_TRADES',
    'VA_INVALID',
    'PENDING_RETEST',
    'BREAKOUT_UNCONFIRMED',
    'CONFLICT',
    'BAD_STOP',
    'NO_TARGET',
    'ENTER_LONG breakin',
    'ENTER_SHORT breakin',
    'ENTER_LONG breakout',
    'ENTER_SHORT breakout',
    'ENTER_LONG failbreak',
    'ENTER_SHORT failbreak',
    'IDLE',
    'COUNT',
    'PENDING',
    'DONE',
  ];
  for (const place of places) expect(seen.get(place) ?? 0, place).toBeGreaterThan(20);
});

test('a mirrored market gives mirrored decisions', () => {
  const sum = 2_040;
  fc.assert(
    fc.property(anyRules, anyMinutes, anyEntries, (rules, minutes, entries) => {
      const settings = btcSettings(naiveSections(rules));
      const [upright, turned] = [new MinuteBench(settings), new MinuteBench(settings)];
      for (const minute of minutes) {
        const result = upright.judge(minute);
        expect(mirroredResult(turned.judge(mirrored(minute, sum)), sum)).toEqual(result);
        if (!entries.next().value) continue;
        upright.strategy.onEntrySubmitted();
        turned.strategy.onEntrySubmitted();
      }
    }),
    { numRuns: 300 },
  );
});

test('decisions and trackers are the same with and without a position', () => {
  const open: PositionView = { side: -1, lots: 7, entryTicks: 1_010.5, stopTicks: 1_030, openedMs: 5 };
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const [flat, held] = [new MinuteBench(settings), new MinuteBench(settings)];
      for (const minute of minutes) expect(held.judge(minute, open)).toEqual(flat.judge(minute));
    }),
    { numRuns: 50 },
  );
});

test('a restart at any minute goes on as if nothing had been', () => {
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const through = new MinuteBench(settings);
      let restarted = new MinuteBench(settings);
      for (const minute of minutes) {
        const next = new MinuteBench(settings);
        next.skip(restarted);
        next.strategy.restore(JSON.parse(JSON.stringify(restarted.strategy.state())));
        expect(next.strategy.state()).toEqual(through.strategy.state());
        restarted = next;
        expect(restarted.judge(minute)).toEqual(through.judge(minute));
      }
    }),
    { numRuns: 100 },
  );
});

test('the place of a minute on the tape does not matter, nor what lies behind it', () => {
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const [long, short] = [new MinuteBench(settings, 100), new MinuteBench(settings, 1)];
      for (const minute of minutes) expect(short.judge(minute)).toEqual(long.judge(minute));
    }),
    { numRuns: 50 },
  );
});

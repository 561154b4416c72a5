import { configSchema, MINUTE_MS, minuteStartMs, Random } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import type { FrameRefusal } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paperSession } from './testing/paper-session.ts';
import { randomMarket } from './testing/random-market.ts';
import { configs, shapes } from './testing/random-runs.ts';
import { recordedInputs, withHeartbeats } from './testing/recorded-inputs.ts';

const REFUSALS: readonly FrameRefusal[] = [
  'malformed',
  'missing-field',
  'off-grid',
  'out-of-range',
  'block-trade',
  'other-symbol',
  'unknown-topic',
  'duplicate',
];

describe('a session', () => {
  it('is changed by nothing but counts when a message cannot be used', () => {
    fc.assert(
      fc.property(shapes, configs, (shape, config) => {
        const source = withHeartbeats(randomMarket({ ...shape, minutes: 300, quotes: true }));
        const inputs = recordedInputs(source, shape.seed, config.startup.late_grace_ms);
        const clean = paperSession(source, config);
        const dirty = paperSession(source, config);
        const random = new Random(shape.seed);
        let bad = 0;
        for (const input of inputs) {
          clean.session.apply(input);
          dirty.session.apply(input);
          if (random.uniform() >= 0.2) continue;
          const why = REFUSALS[Math.floor(random.uniform() * REFUSALS.length)]!;
          const text = random.uniform() < 0.5 ? JSON.stringify([['refused', why]]) : '{"broken":';
          dirty.session.apply({ kind: 'frame', timeMs: input.timeMs, text });
          bad++;
        }
        expect(dirty.listener.lines).toEqual(clean.listener.lines);
        const { quality, ...state } = dirty.session.state;
        const { quality: cleanQuality, ...cleanState } = clean.session.state;
        expect(state).toEqual(cleanState);
        const refused = Object.values(quality.refused).reduce((sum, count) => sum + count, 0);
        expect(refused).toBe(bad);
        expect({ ...quality, refused: null }).toEqual({ ...cleanQuality, refused: null });
      }),
      { numRuns: Number(process.env['RUNS'] ?? 15) },
    );
  }, 60_000);

  it('stands after a warm-up from stored ticks as if it had heard them live', () => {
    const runs = Number(process.env['RUNS'] ?? 15);
    let entries = 0;
    fc.assert(
      fc.property(shapes, configs, fc.integer({ min: 5, max: 90 }), (shape, drawn, percent) => {
        // Live, no quote is inferred; a first minute may be without one.
        const config = { ...drawn, backtest: { ...drawn.backtest, synthetic_quotes_ticks: null } };
        const source = withHeartbeats(randomMarket({ ...shape, quotes: true }));
        const { late_grace_ms } = config.startup;
        const inputs = recordedInputs(source, shape.seed, late_grace_ms);
        const first = firstMinute(inputs);
        const toMs = first + Math.floor((percent / 100) * shape.minutes) * MINUTE_MS;
        const isLater = (input: SessionInput) => input.timeMs > toMs + late_grace_ms;
        const live = paperSession(source, config, { activated: false });
        const stored = paperSession(source, config, { activated: false });
        for (const input of inputs.filter((input) => !isLater(input))) live.session.apply(input);
        stored.session.warmUp(source, first, toMs);
        // What belongs to the minutes behind, and had come before the last close.
        for (const input of inputs.filter((input) => input.timeMs >= toMs && !isLater(input)))
          if (input.kind === 'frame') stored.session.apply(withoutEventsBefore(input, toMs));
        const told = (lines: readonly string[]) => lines.filter((line) => line.startsWith('minute '));
        expect(told(stored.listener.lines)).toEqual(told(live.listener.lines));
        const from = { live: live.listener.lines.length, stored: stored.listener.lines.length };
        for (const { session } of [live, stored]) {
          session.apply({ kind: 'operator', timeMs: toMs + late_grace_ms, command: 'activate' });
          for (const input of inputs.filter(isLater)) session.apply(input);
        }
        const traded = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('alert '));
        const later = traded(stored.listener.lines.slice(from.stored));
        expect(later).toEqual(traded(live.listener.lines.slice(from.live)));
        entries += later.filter((line) => line.startsWith('submitted ')).length;
      }),
      { numRuns: runs },
    );
    expect(entries).toBeGreaterThan(runs / 4);
  }, 60_000);

  it('makes no entry and tells no alert while it is warmed up', () => {
    const config = configSchema.parse({
      instrument: { rolling_window_minutes: 30 },
      startup: { warmup_minutes: 30, warmup_max_missing_minutes: 10 },
      value_area: { min_va_bins: 5 },
    });
    const shape = { seed: 4, minutes: 600, perMinute: 5, quotes: true, unsided: 0.5, startHour: 1 };
    const source = withHeartbeats(randomMarket(shape));
    const { session, listener } = paperSession(source, config);
    const from = minuteStartMs(source.days[0]! + 3_600_000);
    session.warmUp(source, from, from + 600 * MINUTE_MS);
    const kinds = new Set(listener.lines.map((line) => line.split(' ', 1)[0]));
    expect([...kinds]).toEqual(['minute']);
    expect(listener.lines.length).toBeGreaterThan(590);
    expect(session.state).toMatchObject({ activated: true, warmup: { ready: true }, gates: [] });
    expect(session.state.lastMinuteMs).toBe(from + 599 * MINUTE_MS);
  });
});

function firstMinute(inputs: readonly SessionInput[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const input of inputs)
    if (input.kind === 'frame') for (const event of eventsOf(input)) first = Math.min(first, event[1]);
  return minuteStartMs(first);
}

function eventsOf({ text }: { readonly text: string }): [string, number, ...number[]][] {
  return JSON.parse(text) as [string, number, ...number[]][];
}

/** The frame as it would be had the earlier events come by the store: a repeat then says its quote in full. */
function withoutEventsBefore(input: Extract<SessionInput, { kind: 'frame' }>, timeMs: number): SessionInput {
  return { ...input, text: JSON.stringify(eventsOf(input).filter((event) => event[1] >= timeMs)) };
}

import { type Config, configSchema, type TickSource } from '@auction-trader/core';
import type { SessionInput, SessionSnapshot } from '@auction-trader/engine';
import type { Strategy } from '@auction-trader/signals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PaperOptions, paperSession } from './testing/paper-session.ts';
import { randomMarket } from './testing/random-market.ts';
import { configs, shapes } from './testing/random-runs.ts';
import { RandomStrategy } from './testing/random-strategy.ts';
import { recordedInputs, withHeartbeats } from './testing/recorded-inputs.ts';

/** Lines a session tells from an input on, and its last snapshot as text. */
interface Heard {
  readonly lines: readonly string[];
  readonly end: string;
}

function hear(
  source: TickSource,
  config: Config,
  inputs: readonly SessionInput[],
  from: string | null,
  options: PaperOptions,
): Heard {
  const { session, listener } = paperSession(source, config, options);
  if (from !== null) session.restore(JSON.parse(from) as SessionSnapshot);
  for (const input of inputs) session.apply(input);
  return { lines: listener.lines, end: JSON.stringify(session.snapshot()) };
}

/** One session that is stopped and made again from its snapshot wherever `stops` says so. */
function hearWithStops(
  source: TickSource,
  config: Config,
  inputs: readonly SessionInput[],
  stops: (input: SessionInput, index: number) => boolean,
  options: () => PaperOptions,
): Heard & { readonly stopped: number } {
  let { session, listener } = paperSession(source, config, options());
  const lines: string[] = [];
  let stopped = 0;
  for (const [index, input] of inputs.entries()) {
    session.apply(input);
    if (!stops(input, index)) continue;
    stopped++;
    lines.push(...listener.lines);
    const text = JSON.stringify(session.snapshot());
    ({ session, listener } = paperSession(source, config, options()));
    session.restore(JSON.parse(text) as SessionSnapshot);
  }
  lines.push(...listener.lines);
  return { lines, end: JSON.stringify(session.snapshot()), stopped };
}

const small = { perMinute: 4, quotes: true, unsided: 0.05, startHour: 20 };

describe('a session that is stopped and goes on from its snapshot', () => {
  it('tells the same as one that was not, wherever it is stopped', () => {
    const runs = Number(process.env['RUNS'] ?? 40);
    let trades = 0;
    fc.assert(
      fc.property(shapes, configs, fc.double({ min: 0, max: 1, noNaN: true }), (shape, config, share) => {
        const source = withHeartbeats(randomMarket({ ...shape, quotes: true }));
        const inputs = recordedInputs(source, shape.seed, config.startup.late_grace_ms);
        const at = Math.floor(share * inputs.length);
        const whole = hear(source, config, inputs, null, {});
        const before = hear(source, config, inputs.slice(0, at), null, {});
        const after = hear(source, config, inputs.slice(at), before.end, {});
        expect([...before.lines, ...after.lines]).toEqual(whole.lines);
        expect(after.end).toBe(whole.end);
        trades += whole.lines.filter((line) => line.startsWith('trade ')).length;
      }),
      { numRuns: runs },
    );
    expect(trades).toBeGreaterThan(runs / 2);
  }, 120_000);

  it('tells the same when it is stopped after every single input, in the middle of orders and positions', () => {
    let trades = 0;
    fc.assert(
      fc.property(fc.integer(), configs, (seed, drawn) => {
        const config = configSchema.parse({
          ...drawn,
          instrument: { ...drawn.instrument, rolling_window_minutes: 30 },
          startup: { ...drawn.startup, warmup_minutes: 30 },
        });
        const source = withHeartbeats(randomMarket({ ...small, seed, minutes: 50 }));
        const inputs = recordedInputs(source, seed, config.startup.late_grace_ms);
        const strategy = (): Strategy =>
          new RandomStrategy({ seed, entries: 0.5, reach: 40, onTicks: seed % 2 === 0 });
        const whole = hear(source, config, inputs, null, { strategy: strategy() });
        const late = inputs.length - 400;
        const stopped = hearWithStops(
          source,
          config,
          inputs,
          (_input, index) => index > late,
          () => ({ strategy: strategy() }),
        );
        expect(stopped.lines).toEqual(whole.lines);
        expect(stopped.end).toBe(whole.end);
        trades += whole.lines.filter((line) => line.startsWith('trade ')).length;
      }),
      { numRuns: Math.ceil(Number(process.env['RUNS'] ?? 40) / 10) },
    );
    expect(trades).toBeGreaterThan(0);
  }, 120_000);

  it('tells the same when it is stopped at every minute of a day', () => {
    const config = configSchema.parse({
      value_area: { min_va_bins: 5 },
      signal: { crossing_min_ticks: 5 },
      startup: { warmup_max_missing_minutes: 10 },
    });
    const source = withHeartbeats(randomMarket({ ...small, seed: 11, minutes: 1_440, startHour: 0 }));
    const inputs = recordedInputs(source, 11, config.startup.late_grace_ms);
    const whole = hear(source, config, inputs, null, {});
    const stopped = hearWithStops(
      source,
      config,
      inputs,
      ({ kind }) => kind === 'minute',
      () => ({}),
    );
    expect(stopped.lines).toEqual(whole.lines);
    expect(stopped.end).toBe(whole.end);
    expect(stopped.stopped).toBeGreaterThan(1_400);
    expect(whole.lines.filter((line) => line.startsWith('trade ')).length).toBeGreaterThan(5);
  }, 120_000);
});

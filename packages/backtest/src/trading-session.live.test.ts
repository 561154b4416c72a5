import { type Config, configSchema, type TickSource } from '@auction-trader/core';
import { type SessionInput, type SessionSnapshot, TradingSession } from '@auction-trader/engine';
import { type OrderCommand, RemoteExchange } from '@auction-trader/execution';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListDecoder } from './testing/list-decoder.ts';
import { PlainVenue } from './testing/plain-venue.ts';
import { randomMarket } from './testing/random-market.ts';
import { configs, shapes } from './testing/random-runs.ts';
import { RandomStrategy } from './testing/random-strategy.ts';
import { recordedInputs, withHeartbeats } from './testing/recorded-inputs.ts';
import { exactText, SessionRecord } from './testing/session-record.ts';

function liveSession({ instrument }: TickSource, config: Config, seed: number) {
  const listener = new SessionRecord();
  const session = new TradingSession({
    instrument,
    config: configSchema.parse({ ...config, risk: { ...config.risk, max_daily_loss: 5_000 } }),
    mode: 'live',
    strategy: new RandomStrategy({ seed, entries: 0.4, reach: 60, onTicks: seed % 2 === 0 }),
    decoder: new ListDecoder(),
    exchange: new RemoteExchange({ mode: 'live', instance: 'test' }),
    listener,
    activated: false,
  });
  listener.session = session;
  return { session, listener };
}

/** Runs a market through a live session at a venue that answers, and returns all inputs as a recording would have them. */
function trade(source: TickSource, config: Config, seed: number) {
  const { session, listener } = liveSession(source, config, seed);
  const venue = new PlainVenue();
  const inputs: SessionInput[] = [];
  const apply = (input: SessionInput) => {
    inputs.push(input);
    session.apply(input);
    const commands = session.takeCommands();
    for (const command of commands) listener.lines.push(`sent ${exactText(command)}`);
    for (const command of commands) for (const answer of venue.take(command, input.timeMs)) apply(answer);
  };
  let minutes = 0;
  for (const input of recordedInputs(source, seed, config.startup.late_grace_ms)) {
    apply(input);
    const { timeMs } = input;
    if (input.kind === 'connected') apply({ kind: 'venue-ready', timeMs, ready: true });
    if (input.kind === 'frame') for (const report of venue.hear(input.text, timeMs)) apply(report);
    if (input.kind === 'minute' && ++minutes % 20 === 0)
      apply({ kind: 'operator', timeMs, command: 'activate' });
  }
  return { inputs, lines: listener.lines, end: JSON.stringify(session.snapshot()) };
}

function replay(
  source: TickSource,
  config: Config,
  seed: number,
  inputs: readonly SessionInput[],
  from: string | null,
) {
  const { session, listener } = liveSession(source, config, seed);
  if (from !== null) session.restore(JSON.parse(from) as SessionSnapshot);
  for (const input of inputs) {
    session.apply(input);
    for (const command of session.takeCommands() as OrderCommand[])
      listener.lines.push(`sent ${exactText(command)}`);
  }
  return { lines: listener.lines, end: JSON.stringify(session.snapshot()) };
}

describe('a live session', () => {
  it('gives from its recorded inputs the same decisions and commands again, also when stopped in between', () => {
    const runs = Number(process.env['RUNS'] ?? 25);
    let trades = 0;
    fc.assert(
      fc.property(shapes, configs, fc.integer({ min: 1, max: 99 }), (shape, drawn, percent) => {
        const config = configSchema.parse({
          ...drawn,
          instrument: { ...drawn.instrument, rolling_window_minutes: 30 },
          startup: { ...drawn.startup, warmup_minutes: 30 },
        });
        const { seed } = shape;
        const source = withHeartbeats(randomMarket({ ...shape, minutes: 240, quotes: true }));
        const live = trade(source, config, seed);
        const again = replay(source, config, seed, live.inputs, null);
        expect(again.lines).toEqual(live.lines);
        expect(again.end).toBe(live.end);
        const at = Math.floor((live.inputs.length * percent) / 100);
        const before = replay(source, config, seed, live.inputs.slice(0, at), null);
        const after = replay(source, config, seed, live.inputs.slice(at), before.end);
        expect([...before.lines, ...after.lines]).toEqual(live.lines);
        expect(after.end).toBe(live.end);
        trades += live.lines.filter((line) => line.startsWith('trade ')).length;
      }),
      { numRuns: runs },
    );
    expect(trades).toBeGreaterThan(runs);
  }, 120_000);
});

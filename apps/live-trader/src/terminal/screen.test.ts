import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { FakeTrader, NOW_MS } from '../testing/fake-trader.ts';
import { showScreen } from './screen.ts';

function newScreen(size: { columns?: number; rows?: number } = { columns: 100, rows: 50 }) {
  const view = new FakeTrader();
  const clock = new SimulatedClock(NOW_MS);
  const written: string[] = [];
  const terminal = { ...size, write: (text: string) => written.push(text) };
  const screen = showScreen({ view, clock, terminal, colours: false });
  return { view, clock, written, screen };
}

describe('showScreen', () => {
  it('takes the terminal, and gives it back', () => {
    const { written, screen, clock } = newScreen();
    expect(written[0]).toBe('\u001b[?1049h\u001b[?25l');
    screen.close();
    expect(written.at(-1)).toBe('\u001b[?25h\u001b[?1049l');
    expect(clock.nextMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('draws each second over what was there, and only what has changed', () => {
    const { view, clock, written } = newScreen();
    expect(written).toHaveLength(2);
    clock.runUntil(NOW_MS + 3000);
    expect(written).toHaveLength(2);
    view.change({ timestamp: NOW_MS + 4000, price: 51_000 });
    clock.runUntil(NOW_MS + 4000);
    expect(written).toHaveLength(3);
    expect(written[2]?.startsWith('\u001b[?2026h\u001b[H')).toBe(true);
    expect(written[2]).toContain('51000');
    // Clearing the whole screen first is what flickers.
    expect(written.join('')).not.toContain('\u001b[2J');
  });

  it('fits the terminal, whatever its size', () => {
    const { written } = newScreen({ columns: 30, rows: 10 });
    expect(written[1]?.split('\r\n')).toHaveLength(9);
    expect(() => newScreen({})).not.toThrow();
  });

  it('shows the log', () => {
    const { screen, clock, written } = newScreen();
    screen.log('connected again');
    clock.runUntil(NOW_MS + 1000);
    expect(written.at(-1)).toContain('connected again');
  });
});

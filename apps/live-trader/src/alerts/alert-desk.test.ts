import { createRedactor } from '@auction-trader/command-line';
import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { ALERT_TYPES, type Alert } from './alert.ts';
import { createAlertDesk } from './alert-desk.ts';

const START = 1_750_528_800_000;
const MINUTE = 60_000;

function newDesk() {
  const clock = new SimulatedClock(START);
  const alerts: Alert[] = [];
  const desk = createAlertDesk({
    clock,
    repeatMs: 15 * MINUTE,
    symbol: 'BTCUSDT',
    instance: 'desk-1',
    mode: () => 'paper',
    redactor: createRedactor(['s-123456']),
    deliver: (alert) => alerts.push(alert),
  });
  const after = (minutes: number) => clock.runUntil(START + minutes * MINUTE);
  return { desk, alerts, after, states: () => alerts.map(({ state }) => state) };
}

describe('createAlertDesk', () => {
  it.each(ALERT_TYPES)('makes the whole payload of %s', (type) => {
    const { desk, alerts } = newDesk();
    desk.event(type, 'what happened', { age_ms: 6000 });
    expect(alerts).toEqual([
      {
        id: expect.stringMatching(/^desk-1-/),
        ts_ms: START,
        type,
        state: 'event',
        symbol: 'BTCUSDT',
        mode: 'paper',
        message: 'what happened',
        data: { age_ms: 6000 },
        instance: 'desk-1',
      },
    ]);
  });

  it('repeats a lasting condition at most every 15 minutes, and says once that it is over', () => {
    const { desk, alerts, after, states } = newDesk();
    for (let minute = 0; minute <= 31; minute++) {
      after(minute);
      desk.raise('FEED_STALE', 'no quote');
    }
    expect(alerts.map(({ ts_ms }) => (ts_ms - START) / MINUTE)).toEqual([0, 15, 30]);
    expect(alerts[1]?.data).toEqual({ held_back: 14 });
    desk.clear('FEED_STALE', 'quotes are back');
    desk.clear('FEED_STALE', 'quotes are back');
    expect(states()).toEqual(['raised', 'raised', 'raised', 'cleared']);
  });

  it('says at once that a condition has come back', () => {
    const { desk, after, states } = newDesk();
    desk.raise('VA_INVALID', 'too few bins');
    after(1);
    desk.clear('VA_INVALID', 'enough bins');
    after(2);
    desk.raise('VA_INVALID', 'too few bins');
    expect(states()).toEqual(['raised', 'cleared', 'raised']);
  });

  it('limits each type by itself', () => {
    const { desk, alerts } = newDesk();
    desk.raise('FEED_STALE', 'no quote');
    desk.raise('VA_INVALID', 'too few bins');
    expect(alerts.map(({ type }) => type)).toEqual(['FEED_STALE', 'VA_INVALID']);
  });

  it('counts the events of a crowd', () => {
    const { desk, alerts, after } = newDesk();
    for (let event = 0; event < 5; event++) desk.event('ORDER_REJECTED', 'refused');
    after(15);
    desk.event('ORDER_REJECTED', 'refused');
    expect(alerts.map(({ data }) => data)).toEqual([{}, { held_back: 4 }]);
  });

  it('never holds back what the operator did', () => {
    const { desk, alerts } = newDesk();
    desk.event('ACTIVATION_CHANGED', 'active');
    desk.event('ACTIVATION_CHANGED', 'observing');
    expect(alerts).toHaveLength(2);
  });

  it('gives every alert its own id and hides secrets', () => {
    const { desk, alerts } = newDesk();
    desk.raise('CLOCK_SKEW', 'a s-123456', { headers: { 'X-BAPI-SIGN': 'f00' } });
    desk.clear('CLOCK_SKEW', 'b');
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(2);
    expect(alerts[0]).toMatchObject({
      message: 'a (hidden)',
      data: { headers: { 'X-BAPI-SIGN': '(hidden)' } },
    });
  });
});

import { Random, SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { type CallLane, CallPacer } from './call-pacer.ts';
import { advance } from './testing/advance.ts';
import type { BybitReply } from './transport.ts';

const CREATE = '/v5/order/create';
const READ = '/v5/position/list';

function pacer() {
  const clock = new SimulatedClock(1_000_000);
  const one = new CallPacer(clock, new Random(1));
  const went: string[] = [];
  const ask = (path: string, lane: CallLane, name: string) =>
    void one.slot(path, lane).then(() => went.push(`${name} ${clock.nowMs() - 1_000_000}`));
  return { clock, one, went, ask };
}

const reply = (fields: Partial<BybitReply>): BybitReply => ({
  status: 200,
  sent: true,
  retCode: 0,
  retMsg: '',
  result: null,
  timeMs: 0,
  limits: null,
  ...fields,
});

describe('CallPacer', () => {
  it('lets ten orders a second go, seven of them entries, exits first', async () => {
    const { clock, went, ask } = pacer();
    for (let index = 0; index < 9; index++) ask(CREATE, 'entry', `entry${index}`);
    for (let index = 0; index < 3; index++) ask(CREATE, 'exit', `exit${index}`);
    await advance(clock, 0);
    expect(went).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6].map((index) => `entry${index} 0`),
      'exit0 0',
      'exit1 0',
      'exit2 0',
    ]);
    await advance(clock, 1_000);
    expect(went.slice(10)).toEqual(['entry7 400', 'entry8 500']);
  });

  it('does not hold reading back for orders, nor orders for reading', async () => {
    const { clock, went, ask } = pacer();
    for (let index = 0; index < 12; index++) ask(CREATE, 'exit', 'exit');
    ask(READ, 'lookup', 'lookup');
    await advance(clock, 0);
    expect(went.filter((name) => name === 'exit 0').length).toBe(10);
    expect(went).toContain('lookup 0');
  });

  it('believes the venue when less is left, and waits for the reset it names', async () => {
    const { clock, one, went, ask } = pacer();
    const limits = { limit: 10, left: 0, resetMs: 1_000_000 + 3_000 + 700 };
    one.note(CREATE, reply({ limits }), false, 3_000);
    ask(CREATE, 'exit', 'exit');
    await advance(clock, 699);
    expect(went).toEqual([]);
    await advance(clock, 1);
    expect(went).toEqual(['exit 700']);
  });

  it('never waits long for a reset that makes no sense', async () => {
    const { clock, one, went, ask } = pacer();
    one.note(CREATE, reply({ limits: { limit: 10, left: 0, resetMs: 9e15 } }), false, 0);
    ask(CREATE, 'exit', 'exit');
    await advance(clock, 10_000);
    expect(went.length).toBe(1);
  });

  it('pauses longer with every refusal, exits far shorter', async () => {
    const { clock, one, went, ask } = pacer();
    for (let refusal = 0; refusal < 8; refusal++) one.note(READ, reply({ retCode: 10_006 }), true, 0);
    expect(one.isPaused).toBe(true);
    ask(READ, 'background', 'background');
    ask(CREATE, 'entry', 'entry');
    ask(CREATE, 'exit', 'exit');
    await advance(clock, 5_000);
    expect(went.map((name) => name.split(' ')[0])).toEqual(['exit']);
    await advance(clock, 60_000);
    expect(went.length).toBe(3);
    expect(one.isPaused).toBe(false);
  });

  it('stays away for ten minutes after a ban of the address', async () => {
    const { clock, one, went, ask } = pacer();
    one.note(READ, reply({ status: 403, retCode: Number.NaN }), true, 0);
    ask(CREATE, 'entry', 'entry');
    ask(CREATE, 'exit', 'exit');
    await advance(clock, 599_000);
    expect(went.map((name) => name.split(' ')[0])).toEqual(['exit']);
    await advance(clock, 1_000);
    expect(went.at(-1)).toBe('entry 600000');
  });

  it('comes to no more than the address may make: 300 calls in five seconds and what had gathered', async () => {
    const { clock, went, ask } = pacer();
    for (let index = 0; index < 1_000; index++) ask(READ, 'background', 'read');
    await advance(clock, 5_000);
    expect(went.length).toBeLessThanOrEqual(360);
    expect(went.length).toBeGreaterThanOrEqual(340);
  });
});

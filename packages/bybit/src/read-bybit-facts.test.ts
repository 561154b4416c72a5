import { defineInstrument, SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { readBybitFacts } from './read-bybit-facts.ts';
import { advance } from './testing/advance.ts';
import { FakeBybit } from './testing/fake-bybit.ts';

async function read(change: (fake: FakeBybit) => void, symbol = 'BTCUSDT', account = true) {
  const clock = new SimulatedClock(1_795_244_640_000);
  const fake = new FakeBybit(clock);
  change(fake);
  const reading = readBybitFacts({ transport: fake, clock, symbol, account });
  const settled = reading.then(
    (facts) => ({ facts }),
    (error) => ({ error }),
  );
  await advance(clock, 60_000);
  return { fake, ...((await settled) as { facts?: Awaited<typeof reading>; error?: unknown }) };
}

describe('readBybitFacts', () => {
  it('says all that doctor shows, and changes nothing', async () => {
    const { facts, fake } = await read((one) => {
      one.skewMs = 300;
      one.key = {
        readOnly: 0,
        permissions: { ContractTrade: ['Order', 'Position'], Wallet: ['AccountTransfer'] },
        expiredAt: '2030-01-01T00:00:00Z',
      };
    });
    expect(facts).toEqual({
      instrument: {
        venue: 'bybit',
        symbol: 'BTCUSDT',
        tickSize: '0.10',
        lotSize: '0.001',
        minOrderLots: 1,
        minNotional: 5,
        maxOrderLots: 500_000,
      },
      status: 'Trading',
      fundingIntervalMs: 28_800_000,
      maxMarketLots: 500_000,
      maxLimitLots: 1_190_000,
      maxLeverage: 100,
      clockOffsetMs: 300,
      account: {
        takerFeeBps: 5.5,
        makerFeeBps: 2,
        readOnlyKey: false,
        mayWithdraw: false,
        mayTrade: true,
        keyExpiresMs: Date.UTC(2030, 0, 1),
        marginMode: 'REGULAR_MARGIN',
        positionMode: 'one-way',
        leverage: 10,
        equity: 10_000,
        availableMargin: 10_000,
      },
    });
    expect(defineInstrument(facts!.instrument).tick.value).toBe(0.1);
    expect(fake.calls.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('signs nothing when the account is not asked for', async () => {
    const { facts, fake } = await read(() => {}, 'BTCUSDT', false);
    expect(facts?.account).toBeNull();
    expect(fake.calls.some(({ signed }) => signed)).toBe(false);
  });

  it('names a symbol that the venue does not have', async () => {
    const { error } = await read(() => {}, 'NOSUCH');
    expect(error).toMatchObject({ code: 'UNKNOWN_SYMBOL', exitCode: 1 });
  });

  it('goes on after a busy venue, and gives up on one that stays so', async () => {
    const path = '/v5/account/info';
    const busy = await read((fake) => fake.faults.push({ path, times: 2, how: { retCode: 10_016 } }));
    expect(busy.facts).toBeDefined();
    const dead = await read((fake) =>
      fake.faults.push({ path, times: 99, how: { status: 502, retCode: Number.NaN } }),
    );
    expect(dead.error).toMatchObject({ code: 'VENUE_UNREACHABLE' });
    const odd = await read((fake) =>
      fake.faults.push({ path, times: 99, how: { result: { marginMode: 1 } } }),
    );
    expect(odd.error).toMatchObject({ code: 'VENUE_UNREACHABLE' });
  });
});

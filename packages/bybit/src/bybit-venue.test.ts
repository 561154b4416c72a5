import { describe, expect, it } from 'vitest';
import { advance } from './testing/advance.ts';
import { amend, cancel, place, START_MS, startVenue } from './testing/start-venue.ts';

const CREATE = '/v5/order/create';
const CANCEL = '/v5/order/cancel';
const AMEND = '/v5/order/amend';

describe('starting', () => {
  it('reads the facts, sets the leverage and becomes ready', async () => {
    const { outcome, listener, fake } = await startVenue({
      change: (one) => {
        one.position.leverage = '3';
        one.setPosition(10, '60000.1');
      },
    });
    expect(outcome.facts).toMatchObject({
      takerFeeBps: 5.5,
      makerFeeBps: 2,
      fundingIntervalMs: 28_800_000,
      truth: {
        side: 1,
        lots: 10,
        entryTicks: 600_001,
        leverage: 10,
        equity: 10_000,
        availableMargin: 10_000,
      },
    });
    expect(fake.position.leverage).toBe('10');
    expect(listener.isReady).toBe(true);
  });

  it('takes an unchanged leverage for success', async () => {
    const { outcome } = await startVenue({
      change: (one) => {
        one.position.leverage = '3';
        one.faults.push({ path: '/v5/position/set-leverage', times: 1, how: { retCode: 110_043 } });
      },
    });
    expect(outcome.error).toBeUndefined();
  });

  it.each([
    [
      'KEY_MAY_WITHDRAW',
      { key: { readOnly: 0, permissions: { Wallet: ['Withdraw'], ContractTrade: ['Order'] } } },
    ],
    ['KEY_MAY_NOT_TRADE', { key: { readOnly: 1, permissions: { ContractTrade: ['Order', 'Position'] } } }],
    ['KEY_MAY_NOT_TRADE', { key: { readOnly: 0, permissions: { Spot: ['SpotTrade'] } } }],
    ['HEDGE_MODE', { position: { side: 'Buy', size: 5, avgPrice: '60000', leverage: '10', positionIdx: 1 } }],
  ])('refuses with %s: %j', async (code, state) => {
    const { outcome } = await startVenue({ change: (fake) => Object.assign(fake, state) });
    expect(outcome.error).toMatchObject({ code, exitCode: 2 });
  });

  it('refuses another grid, and a contract that is not trading', async () => {
    const grid = { priceFilter: { tickSize: '0.50' } };
    const other = await startVenue({ change: (fake) => Object.assign(fake.instrument, grid) });
    expect(other.outcome.error).toMatchObject({ code: 'OTHER_GRID' });
    const closed = await startVenue({
      change: (fake) => Object.assign(fake.instrument, { status: 'PreLaunch' }),
    });
    expect(closed.outcome.error).toMatchObject({ code: 'NOT_TRADING' });
  });

  it('fails for good when the venue refuses the key', async () => {
    const { outcome } = await startVenue({
      change: (fake) => fake.faults.push({ path: '/v5/user/query-api', times: 9, how: { retCode: 10_003 } }),
    });
    expect(outcome.error).toMatchObject({ code: 'VENUE_REFUSED', exitCode: 2 });
  });

  it('goes on without the private stream, and says that it is not ready', async () => {
    const { outcome, listener, fake, clock } = await startVenue({
      change: (one) => {
        one.logins = 'silent';
      },
    });
    expect(outcome.facts).toBeDefined();
    expect(listener.isReady).toBe(false);
    fake.logins = 'ok';
    await advance(clock, 30_000);
    expect(listener.isReady).toBe(true);
  });
});

describe('an order', () => {
  it('is sent with exact texts, one link id, and shown by the stream', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { priceTicks: 600_003, lots: 7 }));
    venue.send(place(clock, 2, { type: 'market', side: -1, reduceOnly: true, leg: 'TIME' }));
    venue.send(place(clock, 3, { type: 'stop', side: -1 }));
    venue.send(place(clock, 4, { type: 'stop', side: 1 }));
    expect(listener.reports).toEqual([]);
    await advance(clock, 100);
    const params = fake.callsTo(CREATE).map((call) => call.params);
    const byLink = (link: string) => params.find((one) => one['orderLinkId'] === link);
    expect(byLink('link-1')).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.007',
      positionIdx: 0,
      orderLinkId: 'link-1',
      reduceOnly: false,
      price: '60000.3',
      timeInForce: 'GTC',
    });
    expect(byLink('link-2')).toMatchObject({ side: 'Sell', orderType: 'Market', reduceOnly: true });
    expect(byLink('link-3')).toMatchObject({
      orderType: 'Market',
      triggerPrice: '59000.0',
      triggerDirection: 2,
      triggerBy: 'LastPrice',
      reduceOnly: true,
      closeOnTrigger: true,
    });
    expect(byLink('link-4')).toMatchObject({ triggerDirection: 1 });
    expect([1, 2, 3, 4].map((id) => listener.story(id))).toEqual(Array(4).fill(['accepted']));
  });

  it('fills: each execution once, with its own fee and time', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    const execution = fake.fill('link-1', 4, '60000.2');
    fake.push('execution', execution);
    fake.fill('link-1', 6, '60000');
    await advance(clock, 30_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 4', 'fill 6']);
    expect(listener.reports[1]).toEqual({
      kind: 'fill',
      executionId: execution['execId'],
      fill: {
        orderId: 1,
        lots: 4,
        priceTicks: 600_002,
        liquidity: 'taker',
        timeMs: Number(execution['execTime']),
        fee: 0.33,
        slippageTicks: 0,
        displayedLots: Number.NaN,
      },
    });
    expect(listener.accounts.at(-1)).toMatchObject({ equity: 10_000, availableMargin: 10_000 });
  });

  it('is cancelled with what it filled before, whatever comes first', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    const order = fake.orders.get('link-1')!;
    const execution = fake.execution({ linkId: 'link-1', lots: 4, price: '60000', side: 'Buy' });
    fake.setPosition(4, '60000');
    order.cumExecQty = 4;
    fake.change('link-1', { orderStatus: 'Cancelled', cancelType: 'CancelByUser' });
    expect(listener.story(1)).toEqual(['accepted']);
    fake.push('execution', execution);
    expect(listener.story(1)).toEqual(['accepted', 'fill 4', 'cancelled 6']);
  });

  it('is refused after its acknowledgement: no fill, a reason', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.muted.add('order');
    venue.send(place(clock, 1));
    venue.send(place(clock, 2));
    await advance(clock, 10);
    fake.muted.clear();
    fake.change('link-1', { orderStatus: 'Cancelled', rejectReason: 'EC_PostOnlyWillTakeLiquidity' });
    fake.change('link-2', { orderStatus: 'Rejected', rejectReason: 'EC_NoEnoughQtyToFill' });
    expect(listener.story(1)).toEqual(['rejected would-take']);
    expect(listener.story(2)).toEqual(['rejected margin']);
  });

  it.each([
    [110_007, 'margin'],
    [110_017, 'nothing-to-reduce'],
    [110_092, 'trigger-passed'],
    [110_093, 'trigger-passed'],
    [110_003, 'out-of-bounds'],
    [10_001, 'other'],
  ])('is refused by %i as %s, once, and not sent again', async (retCode, why) => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 1, how: { retCode, retMsg: 'text' } });
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 20_000);
    expect(listener.story(1)).toEqual([`rejected ${why}`]);
    expect(listener.reports[0]).toMatchObject({ code: `${retCode} text` });
    expect(fake.callsTo(CREATE).length).toBe(1);
  });

  it('turns from a stop into a market order', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    fake.change('link-1', { orderStatus: 'Triggered' });
    fake.change('link-1', { orderStatus: 'New' });
    fake.fill('link-1', 10);
    expect(listener.story(1)).toEqual(['accepted', 'triggered', 'fill 10']);
  });
});

describe('an unknown outcome', () => {
  it('of an order that arrived is looked up and adopted, not sent again', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.muted.add('order');
    fake.faults.push({ path: CREATE, times: 1, how: 'lose-reply' });
    venue.send(place(clock, 1));
    await advance(clock, 20_000);
    expect(listener.story(1)).toEqual(['accepted']);
    expect(fake.callsTo(CREATE).length).toBe(1);
  });

  it.each([
    { status: 502, retCode: Number.NaN },
    { retCode: 10_000 },
    { retCode: 10_016 },
    { status: 0, retCode: Number.NaN },
  ])(
    'after %j: an order that did not arrive is sent again with the same id, after the window',
    async (how) => {
      const { clock, fake, venue, listener } = await startVenue();
      fake.faults.push({ path: CREATE, times: 1, how });
      venue.send(place(clock, 1, { type: 'stop' }));
      await advance(clock, 5_900);
      expect(fake.callsTo(CREATE).length).toBe(1);
      await advance(clock, 4_000);
      const sent = fake.callsTo(CREATE);
      expect(sent.map(({ params }) => params['orderLinkId'])).toEqual(['link-1', 'link-1']);
      expect(fake.callsTo('/v5/execution/list').length).toBeGreaterThanOrEqual(2);
      expect(listener.story(1)).toEqual(['accepted']);
      expect(fake.orders.size).toBe(1);
    },
  );

  it('of an entry whose time has passed ends as never arrived', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 9, how: 'lose-call' });
    venue.send(place(clock, 1, { deadlineMs: clock.nowMs() + 3_000 }));
    await advance(clock, 30_000);
    expect(listener.story(1)).toEqual(['rejected never-arrived']);
    expect(fake.callsTo(CREATE).length).toBe(0);
    expect(fake.faults[0]!.times).toBe(8);
  });

  it('of an entry that arrives after it was given up: it is cancelled, and told', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 9, how: 'lose-call' });
    const late = place(clock, 1, { deadlineMs: clock.nowMs() + 3_000 });
    venue.send(late);
    await advance(clock, 30_000);
    fake.faults.length = 0;
    const params = { side: 'Buy', orderType: 'Limit', qty: '0.010', price: '60000', orderLinkId: 'link-1' };
    void fake.request({ method: 'POST', path: CREATE, params, signed: true });
    await advance(clock, 5_000);
    expect(fake.orders.get('link-1')?.orderStatus).toBe('Cancelled');
    expect(listener.story(1)).toEqual(['rejected never-arrived']);
    expect(listener.foreign.map(({ kind }) => kind)).toEqual(['order']);
  });

  it('of a duplicate id is looked up: the first attempt had landed', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.muted.add('order');
    fake.faults.push({ path: CREATE, times: 1, how: 'lose-reply' });
    venue.send(place(clock, 1));
    await advance(clock, 100);
    fake.faults.push({ path: CREATE, times: 1, how: { retCode: 110_072 } });
    await advance(clock, 20_000);
    expect(listener.story(1)).toEqual(['accepted']);
  });

  it('finds a fill that neither stream nor order rows told', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 1, how: 'lose-reply' });
    for (const topic of ['order', 'execution', 'position', 'wallet']) fake.muted.add(topic);
    venue.send(place(clock, 1, { type: 'market' }));
    await advance(clock, 10);
    fake.fill('link-1', 10);
    fake.orders.delete('link-1');
    await advance(clock, 10_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
  });

  it('after 10002: the clock is measured and the order sent once more with the same id', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.skewMs = 2_000;
    fake.faults.push({ path: CREATE, times: 1, how: { retCode: 10_002 } });
    venue.send(place(clock, 1));
    await advance(clock, 4);
    expect(listener.isReady).toBe(false);
    await advance(clock, 1_000);
    expect(fake.callsTo(CREATE).map(({ params }) => params['orderLinkId'])).toEqual(['link-1', 'link-1']);
    expect(listener.story(1)).toEqual(['accepted']);
    expect(listener.offsets.at(-1)).toBeCloseTo(2_000, 0);
    expect(fake.offsetMs).toBeCloseTo(2_000, 0);
    expect(listener.isReady).toBe(true);
  });

  it('after 10002 twice: refused', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 9, how: { retCode: 10_002 } });
    venue.send(place(clock, 1));
    await advance(clock, 5_000);
    expect(listener.story(1)).toEqual(['rejected other']);
    expect(fake.callsTo(CREATE).length).toBe(2);
  });
});

describe('a cancel', () => {
  it('ends the order when the venue says so', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    venue.send(cancel(clock, 1));
    venue.send(cancel(clock, 1));
    await advance(clock, 100);
    expect(listener.story(1)).toEqual(['accepted', 'cancelled 10']);
    expect(fake.callsTo(CANCEL).length).toBe(1);
  });

  it('of an order that this run does not know takes it back by its name', async () => {
    const { clock, fake, venue } = await startVenue();
    const params = { side: 'Buy', orderType: 'Limit', qty: '0.010', price: '60000', orderLinkId: 'earlier' };
    void fake.request({ method: 'POST', path: CREATE, params, signed: true });
    await advance(clock, 100);
    fake.faults.push({ path: CANCEL, times: 1, how: 'lose-call' });
    venue.send({
      command: { kind: 'cancel', orderId: 0, linkId: 'earlier', timeMs: clock.nowMs() },
      linkId: 'earlier',
    });
    await advance(clock, 10_000);
    expect(fake.orders.get('earlier')?.orderStatus).toBe('Cancelled');
  });

  it('that comes too late finds the fill', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    for (const topic of ['order', 'execution', 'position', 'wallet']) fake.muted.add(topic);
    fake.fill('link-1', 10);
    venue.send(cancel(clock, 1));
    await advance(clock, 1_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
  });

  it('whose reply is lost is looked up, and sent again while the order is open', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    fake.faults.push({ path: CANCEL, times: 2, how: 'lose-call' });
    venue.send(cancel(clock, 1));
    await advance(clock, 30_000);
    expect(listener.story(1)).toEqual(['accepted', 'cancelled 10']);
  });

  it('of an order that never arrived keeps it from being sent again', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 1, how: 'lose-call' });
    venue.send(place(clock, 1));
    await advance(clock, 100);
    venue.send(cancel(clock, 1));
    await advance(clock, 30_000);
    expect(listener.story(1)).toEqual(['rejected never-arrived']);
    expect(fake.callsTo(CREATE).length).toBe(0);
  });
});

describe('a change of the stop', () => {
  it('by somebody else is told, as accepted once more', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    const params = { orderLinkId: 'link-1', qty: '0.004', triggerPrice: '40000' };
    void fake.request({ method: 'POST', path: AMEND, params, signed: true });
    await advance(clock, 1_000);
    expect(listener.story(1)).toEqual(['accepted', 'accepted']);
  });

  it('is silent when it is carried out', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    venue.send(amend(clock, 1, 5, 595_000));
    await advance(clock, 5_000);
    expect(fake.callsTo(AMEND)[0]?.params).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderLinkId: 'link-1',
      qty: '0.005',
      triggerPrice: '59500.0',
    });
    expect(listener.story(1)).toEqual(['accepted']);
  });

  it('that is refused says why', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    fake.faults.push({ path: AMEND, times: 1, how: { retCode: 110_093 } });
    venue.send(amend(clock, 1, 5, 605_000));
    await advance(clock, 5_000);
    expect(listener.story(1)).toEqual(['accepted', 'amend-refused trigger-passed']);
  });

  it('whose reply is lost is asked for again until it is so', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    fake.faults.push({ path: AMEND, times: 2, how: 'lose-call' });
    venue.send(amend(clock, 1, 5, 595_000));
    await advance(clock, 30_000);
    expect(fake.orders.get('link-1')).toMatchObject({ qty: 5, triggerPrice: '59500.0' });
    expect(listener.story(1)).toEqual(['accepted']);
  });

  it('that is taken and not carried out is refused in the end', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    fake.faults.push({ path: AMEND, times: 1, how: {} });
    venue.send(amend(clock, 1, 5, 595_000));
    await advance(clock, 10_000);
    expect(listener.story(1)).toEqual(['accepted', 'amend-refused other']);
  });

  it('of which there are several: the newest counts', async () => {
    const { clock, fake, venue } = await startVenue();
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    for (const lots of [5, 6, 7]) venue.send(amend(clock, 1, lots, 595_000));
    await advance(clock, 10_000);
    expect(fake.orders.get('link-1')?.qty).toBe(7);
    expect(fake.callsTo(AMEND).length).toBe(2);
  });
});

describe('the private stream', () => {
  it('that says nothing any more is found out by REST and made anew', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    for (const topic of ['order', 'execution', 'position', 'wallet']) fake.muted.add(topic);
    const sockets = fake.sockets.length;
    fake.fill('link-1', 10);
    await advance(clock, 9_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
    expect(fake.sockets.length).toBeGreaterThan(sockets);
    expect(listener.readiness.map(([ready]) => ready)).toEqual([true, false, true]);
  });

  it.each(['order', 'execution', 'position'])('that has lost the topic %s is made anew', async (topic) => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.muted.add(topic);
    const sockets = fake.sockets.length;
    venue.send(place(clock, 1));
    await advance(clock, 100);
    fake.fill('link-1', 4);
    await advance(clock, 15_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 4']);
    expect(fake.sockets.length).toBeGreaterThan(sockets);
  });

  it('that is cut during a fill: the fill arrives by REST, once', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    fake.connects = 'refuse';
    fake.cut('private');
    fake.fill('link-1', 10);
    await advance(clock, 3_000);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
    expect(listener.isReady).toBe(false);
    fake.connects = 'ok';
    await advance(clock, 70_000);
    expect(listener.isReady).toBe(true);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
  });

  it('whose topic is not confirmed is made anew', async () => {
    const { clock, fake, listener } = await startVenue();
    fake.muted.add('ack wallet');
    fake.cut('private');
    await advance(clock, 5_000);
    expect(listener.isReady).toBe(false);
    fake.muted.clear();
    await advance(clock, 20_000);
    expect(listener.isReady).toBe(true);
  });

  it('whose login is refused blocks entries; with 10003 it is fatal', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.logins = 'refuse';
    fake.cut('private');
    await advance(clock, 5_000);
    expect(listener.isReady).toBe(false);
    expect(listener.fatal).toEqual([]);
    venue.send(place(clock, 1));
    await advance(clock, 10);
    expect(listener.story(1)).toEqual(['rejected never-arrived']);
    fake.loginCode = 10_003;
    await advance(clock, 60_000);
    expect(listener.fatal.length).toBe(1);
    expect(listener.fatal[0]).toMatchObject({ code: 'VENUE_REFUSED', exitCode: 2 });
  });

  it('whose login is refused without a code: a signed call tells that it is fatal', async () => {
    const { clock, fake, listener } = await startVenue();
    fake.logins = 'refuse';
    fake.faults.push({ path: '/v5/user/query-api', times: 9, how: { retCode: 33_004 } });
    fake.cut('private');
    await advance(clock, 5_000);
    expect(listener.fatal.length).toBe(1);
  });

  it('may send rows that cannot be read: they are told, the rest is used', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    venue.send(place(clock, 1));
    await advance(clock, 100);
    fake.push('execution', { execId: 1 });
    fake.say('private', 'not json');
    fake.say('private', { topic: 'order', data: 'x' });
    fake.fill('link-1', 10);
    expect(listener.foreign.length).toBe(3);
    expect(listener.story(1)).toEqual(['accepted', 'fill 10']);
  });
});

describe('what we did not order', () => {
  it('is told: trades, liquidations, orders, settings, funding', async () => {
    const { clock, fake, listener } = await startVenue();
    const foreign = (execType: string, linkId = '') =>
      fake.push(
        'execution',
        fake.execution({ linkId, lots: 5, price: '60000', side: 'Sell', execType, fee: '0.7' }),
      );
    foreign('Trade');
    foreign('BustTrade');
    foreign('AdlTrade');
    foreign('Funding');
    fake.position.leverage = '25';
    await advance(clock, 16_000);
    expect(listener.foreign.map(({ kind }) => kind)).toEqual([
      'trade',
      'liquidation',
      'auto-deleveraging',
      'settings',
    ]);
    expect(listener.funding.map(([, , amount]) => amount)).toEqual([0.7]);
  });

  it('and does not change the position is found by reading, when its push was lost', async () => {
    const { clock, fake, listener } = await startVenue();
    fake.muted.add('execution');
    fake.push(
      'execution',
      fake.execution({ linkId: '', lots: 0, price: '60000', side: 'Sell', execType: 'Funding', fee: '0.7' }),
    );
    await advance(clock, 50_000);
    expect(listener.funding.map(([, , amount]) => amount)).toEqual([0.7]);
  });

  it('at a time when the stream was silent is found by the position', async () => {
    const { clock, fake, listener } = await startVenue();
    for (const topic of ['order', 'execution', 'position', 'wallet']) fake.muted.add(topic);
    fake.setPosition(-5, '60000');
    fake.execution({ linkId: 'by hand', lots: 5, price: '60000', side: 'Sell' });
    await advance(clock, 17_000);
    expect(listener.foreign.map(({ kind }) => kind)).toEqual(['trade']);
  });

  it('is told of an order once', async () => {
    const { clock, fake, listener } = await startVenue();
    const params = { side: 'Buy', orderType: 'Limit', qty: '0.001', price: '50000', orderLinkId: 'by-hand' };
    void fake.request({ method: 'POST', path: CREATE, params, signed: true });
    await advance(clock, 40_000);
    expect(listener.foreign.map(({ kind }) => kind)).toEqual(['order']);
  });
});

describe('pace', () => {
  it('entries wait after a refusal, exits go first', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 1, how: { retCode: 10_006 } });
    venue.send(place(clock, 1));
    await advance(clock, 10);
    expect(listener.isReady).toBe(false);
    venue.send(place(clock, 2, { type: 'market', side: -1, reduceOnly: true }));
    await advance(clock, 300);
    expect(listener.story(2)).toEqual(['accepted']);
    await advance(clock, 5_000);
    expect(listener.story(1)).toEqual(['accepted']);
    expect(listener.isReady).toBe(true);
  });

  it('a ban holds entries back for ten minutes and lets an exit through', async () => {
    const { clock, fake, venue, listener } = await startVenue();
    fake.faults.push({ path: CREATE, times: 1, how: { status: 403, retCode: Number.NaN } });
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 2_000);
    expect(listener.story(1)).toEqual(['accepted']);
    await advance(clock, 590_000);
    expect(listener.isReady).toBe(false);
    await advance(clock, 20_000);
    expect(listener.isReady).toBe(true);
  });

  it('twenty exits overtake entries, at the venue pace', async () => {
    const { clock, fake, venue } = await startVenue();
    for (let id = 1; id <= 12; id++) venue.send(place(clock, id));
    for (let id = 101; id <= 120; id++) venue.send(place(clock, id, { type: 'stop' }));
    await advance(clock, 5_000);
    const sent = fake.callsTo(CREATE).map(({ params }) => String(params['orderLinkId']));
    expect(sent.length).toBe(32);
    const lastExit = sent.findLastIndex((link) => link.length > 7);
    expect(sent.slice(lastExit + 1).length).toBeGreaterThanOrEqual(5);
  });
});

describe('a restart', () => {
  const before = (orderId: number, open: boolean, filledLots = 0) => {
    const { command, linkId } = place({ nowMs: () => START_MS - 60_000 } as never, orderId, { type: 'stop' });
    if (command.kind !== 'place') throw new Error('a placing was asked for');
    return { command, linkId, filledLots, open };
  };

  it('takes up what happened to orders meanwhile', async () => {
    const { listener } = await startVenue({
      known: [before(1, true), before(2, true, 4), before(3, true)],
      seen: ['exec-0'],
      change: (fake) => {
        for (const id of [1, 2]) {
          fake.orders.set(`link-${id}`, {
            orderLinkId: `link-${id}`,
            orderId: `order-${id}`,
            side: 'Sell',
            orderType: 'Market',
            qty: 10,
            price: '0',
            triggerPrice: '59000',
            reduceOnly: true,
            orderStatus: id === 1 ? 'Untriggered' : 'Filled',
            cumExecQty: id === 1 ? 0 : 10,
            cancelType: 'UNKNOWN',
            rejectReason: 'EC_NoError',
            updatedTime: START_MS - 1_000,
          });
        }
        fake.execution({ linkId: 'link-2', lots: 6, price: '59000', side: 'Sell' });
      },
    });
    expect(listener.story(1)).toEqual(['accepted']);
    expect(listener.story(2)).toEqual(['accepted', 'fill 6']);
    expect(listener.story(3)).toEqual(['rejected never-arrived']);
    expect(listener.foreign).toEqual([]);
  });
});

describe('the trade socket', () => {
  const TRADE = `trade ${CREATE}`;

  it('carries orders while it is up', async () => {
    const { clock, fake, venue, listener } = await startVenue({ useTradeSocket: true });
    venue.send(place(clock, 1));
    await advance(clock, 100);
    expect(fake.callsTo(TRADE).length).toBe(1);
    expect(fake.callsTo(CREATE).length).toBe(0);
    expect(listener.story(1)).toEqual(['accepted']);
  });

  it.each([
    [10_004, 1],
    [10_003, 0],
  ])('whose login is refused by %i is not used: exits go by REST; fatal %i', async (code, fatal) => {
    const { clock, fake, venue, listener } = await startVenue({ useTradeSocket: true });
    fake.logins = 'refuse';
    fake.loginCode = code;
    fake.cut('trade');
    await advance(clock, 100);
    venue.send(place(clock, 1, { type: 'stop' }));
    await advance(clock, 100);
    expect(fake.callsTo(TRADE).length).toBe(0);
    expect(fake.callsTo(CREATE).length).toBe(1);
    expect(listener.story(1)).toEqual(['accepted']);
    expect(listener.fatal.length).toBe(fatal);
  });

  it('that does not answer is destroyed; the order is looked up, never sent twice', async () => {
    const { clock, fake, venue, listener } = await startVenue({ useTradeSocket: true });
    fake.muted.add('order');
    fake.faults.push({ path: TRADE, times: 1, how: 'lose-reply' });
    const sockets = fake.sockets.length;
    venue.send(place(clock, 1));
    await advance(clock, 3_100);
    expect(fake.sockets.length).toBeGreaterThan(sockets);
    await advance(clock, 10_000);
    expect(listener.story(1)).toEqual(['accepted']);
    expect([...fake.callsTo(TRADE), ...fake.callsTo(CREATE)].length).toBe(1);
  });

  it('that is lost with an order under way: looked up, and nothing is sent late', async () => {
    const { clock, fake, venue, listener } = await startVenue({ useTradeSocket: true });
    fake.faults.push({ path: TRADE, times: 1, how: 'lose-call' });
    fake.connects = 'hang';
    venue.send(place(clock, 1, { deadlineMs: clock.nowMs() + 3_000 }));
    await advance(clock, 5);
    fake.cut('trade');
    await advance(clock, 20_000);
    fake.connects = 'ok';
    await advance(clock, 100_000);
    expect(listener.story(1)).toEqual(['rejected never-arrived']);
    expect(fake.orders.size).toBe(0);
  });
});

it('says what the venue holds', async () => {
  const { clock, fake, venue } = await startVenue();
  venue.send(place(clock, 1, { type: 'stop' }));
  await advance(clock, 100);
  fake.setPosition(-7, '60000.15');
  const reading = venue.truth();
  await advance(clock, 100);
  expect(await reading).toEqual({
    readMs: clock.nowMs() - 100,
    side: -1,
    lots: 7,
    entryTicks: 600_001.5,
    orders: [
      {
        linkId: 'link-1',
        venueOrderId: expect.any(String),
        side: -1,
        type: 'stop',
        leftLots: 10,
        priceTicks: 590_000,
        reduceOnly: true,
      },
    ],
    leverage: 10,
    availableMargin: 10_000,
    equity: 10_000,
  });
});

it('is silent after stop', async () => {
  const { clock, fake, venue, listener } = await startVenue();
  venue.send(place(clock, 1));
  await advance(clock, 100);
  await venue.stop();
  const calls = fake.calls.length;
  await advance(clock, 100_000);
  expect(fake.calls.length).toBe(calls);
  expect(listener.reports.length).toBe(1);
});

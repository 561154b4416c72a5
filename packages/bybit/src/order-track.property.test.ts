import { SimulatedClock } from '@auction-trader/core';
import type { OrderReport, PlaceOrder } from '@auction-trader/execution';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderTrack } from './order-track.ts';
import type { ExecutionState, OrderPhase, OrderState } from './rows.ts';
import { place } from './testing/start-venue.ts';

const LOTS = 10;

interface Life {
  readonly states: OrderState[];
  readonly executions: ExecutionState[];
}

function state(phase: OrderPhase, filledLots: number, updatedMs: number): OrderState {
  return {
    linkId: 'link-1',
    venueOrderId: 'v',
    phase,
    side: 1,
    type: 'limit',
    lots: LOTS,
    filledLots,
    priceTicks: 600_000,
    reduceOnly: false,
    why: 'CancelByUser',
    updatedMs,
  };
}

/** What may happen to an order: fills of some sizes, then the end. */
const lives: fc.Arbitrary<Life> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), fc.boolean())
  .map(([sizes, isCancelled]) => {
    const states = [state('working', 0, 1)];
    const executions: ExecutionState[] = [];
    let filled = 0;
    for (const [index, wanted] of sizes.entries()) {
      const lots = Math.min(wanted, LOTS - filled);
      if (lots === 0) break;
      filled += lots;
      const timeMs = index + 2;
      executions.push({
        executionId: `e${index}`,
        linkId: 'link-1',
        venueOrderId: 'v',
        type: 'Trade',
        side: 1,
        lots,
        priceTicks: 600_000,
        fee: 0,
        isMaker: true,
        timeMs,
        text: '',
      });
      states.push(state(filled === LOTS ? 'filled' : 'working', filled, timeMs));
    }
    if (isCancelled && filled < LOTS) states.push(state('ended', filled, 99));
    return { states, executions };
  });

function story(messages: (OrderState | ExecutionState)[]): OrderReport[] {
  const reports: OrderReport[] = [];
  const clock = { nowMs: () => 0 } as never;
  const { command } = place(clock, 1, { lots: LOTS });
  if (command.kind !== 'place') throw new Error('a placing was asked for');
  const track = new OrderTrack(command, 'link-1', 0, true, (report) => reports.push(report));
  const seen = new Set<string>();
  for (const message of messages) {
    if ('phase' in message) track.takeState(message);
    else if (!seen.has(message.executionId)) {
      seen.add(message.executionId);
      track.takeExecution(message);
    }
  }
  return reports;
}

describe('whatever the order in which an order becomes known, and however often', () => {
  it('it is accepted once and first, each fill is told once, and the end last', () => {
    const shuffled = lives.chain(({ states, executions }) => {
      const all = [...states, ...executions];
      const repeats = fc.array(fc.constantFrom(...all), { maxLength: 6 });
      return repeats.chain((more) =>
        fc.shuffledSubarray([...all, ...more], { minLength: all.length + more.length }).map((messages) => ({
          states,
          executions,
          messages,
        })),
      );
    });
    fc.assert(
      fc.property(shuffled, ({ states, executions, messages }) => {
        const reports = story(messages);
        const kinds = reports.map(({ kind }) => kind);
        const isCancelled = states.at(-1)?.phase === 'ended';
        // An order that was only ever seen finished need not be said to have worked.
        expect(kinds.filter((kind) => kind === 'accepted').length).toBeLessThanOrEqual(1);
        if (kinds.includes('accepted')) expect(kinds[0]).toBe('accepted');
        expect(kinds.filter((kind) => kind === 'fill').length).toBe(executions.length);
        expect(kinds.filter((kind) => kind === 'cancelled').length).toBe(isCancelled ? 1 : 0);
        if (isCancelled)
          expect(reports.at(-1)).toMatchObject({ kind: 'cancelled', leftLots: LOTS - filledOf(executions) });
        expect(kinds).not.toContain('rejected');
      }),
      { numRuns: 500 },
    );
  });
});

function filledOf(executions: ExecutionState[]): number {
  return executions.reduce((sum, { lots }) => sum + lots, 0);
}

describe('an order that fills while a larger size is on its way', () => {
  function grown() {
    const reports: OrderReport[] = [];
    const { command } = place(new SimulatedClock(0), 1, { lots: LOTS });
    const track = new OrderTrack(command as PlaceOrder, 'link-1', 0, true, (report) => reports.push(report));
    track.takeState(state('working', 0, 1));
    track.wish(2 * LOTS, command.kind === 'place' ? command.priceTicks : 0);
    const execution = {
      executionId: 'e',
      linkId: 'link-1',
      venueOrderId: 'v',
      type: 'Trade',
      side: 1,
      fee: 0,
    } as const;
    track.takeExecution({ ...execution, lots: LOTS, priceTicks: 1, isMaker: true, timeMs: 2, text: '' });
    return { reports, track };
  }

  it('ends only by the word of the venue, and says what did not fill', () => {
    const { reports, track } = grown();
    expect(track.isEnded).toBe(false);
    track.takeState(state('filled', LOTS, 3));
    expect(track.isEnded).toBe(true);
    expect(reports.at(-1)).toMatchObject({ kind: 'cancelled', leftLots: LOTS });
  });

  it('goes on when the venue has taken the larger size', () => {
    const { reports, track } = grown();
    track.takeState({ ...state('working', LOTS, 3), lots: 2 * LOTS });
    expect(track.isEnded).toBe(false);
    expect(reports.at(-1)).toMatchObject({ kind: 'fill' });
  });
});

import type { SessionInput } from '@auction-trader/engine';
import fc from 'fast-check';
import { NOON } from './example-rows.ts';

export function frame(timeMs: number, text = '{"topic":"publicTrade.BTCUSDT"}'): SessionInput {
  return { kind: 'frame', timeMs, text };
}

/** Any text, also with newlines, NUL, emoji and halves of them. */
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\0', ' ', '"', '\\', '\ud83d', '\ude00', 'é', '😀', '\ufeff', 'a'),
  }),
);

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY),
);

/** An input of any kind at a time. */
function anyInput(timeMs: number): fc.Arbitrary<SessionInput> {
  return fc.oneof(
    anyText.map((text) => frame(timeMs, text)),
    fc.constantFrom<SessionInput>(
      { kind: 'connected', timeMs },
      { kind: 'disconnected', timeMs },
      { kind: 'time', timeMs },
      { kind: 'minute', timeMs, minuteMs: NOON },
      { kind: 'operator', timeMs, command: 'flatten' },
      { kind: 'venue-ready', timeMs, ready: true },
    ),
    anyText.map((text): SessionInput => ({ kind: 'foreign', timeMs, text })),
    fc.record({ lots: anyNumber, fee: anyNumber, displayedLots: anyNumber }).map(
      ({ lots, fee, displayedLots }): SessionInput => ({
        kind: 'report',
        timeMs,
        report: {
          kind: 'fill',
          executionId: 'e',
          fill: {
            orderId: 1,
            lots,
            priceTicks: 5,
            liquidity: 'maker',
            timeMs,
            fee,
            slippageTicks: 0,
            displayedLots,
          },
        },
      }),
    ),
  );
}

/** Inputs in the order of time, over a few hours; some times between milliseconds. */
export function anyInputs(): fc.Arbitrary<SessionInput[]> {
  return fc
    .array(fc.tuple(fc.constantFrom(0, 0, 0.25, 1, 1_000, 600_000), fc.nat()), { maxLength: 60 })
    .chain((steps) => {
      let timeMs = NOON;
      return fc.tuple(
        ...steps.map(([step]) => {
          timeMs += step;
          return anyInput(timeMs);
        }),
      );
    });
}

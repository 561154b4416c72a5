import { AuctionTraderError } from '@auction-trader/core';
import { z } from 'zod';
import type { SetOutcome } from '../search/search-plan.ts';

/** Numbers that JSON has not: a result must come back as it was, to the bit. */
const NOT_IN_JSON = new Map(
  [-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => [nameOf(value), value]),
);

const number = z.union([
  z.number(),
  z.enum([...NOT_IN_JSON.keys()] as [string, ...string[]]).transform((name) => NOT_IN_JSON.get(name)!),
]);

const outcomesSchema = z.array(
  z.object({
    setIndex: z.int().nonnegative(),
    periodIndex: z.int().nonnegative(),
    figures: z
      .object({
        metrics: z.record(z.string(), number.nullable()),
        dailyReturns: z.array(number),
        firstDay: z.string(),
      })
      .nullable(),
    error: z.string().nullable(),
  }),
);

/** Outcomes as a text from which {@link parseOutcomes} makes the same again, bit for bit. */
export function outcomesText(outcomes: readonly SetOutcome[]): string {
  return JSON.stringify(outcomes, (_, value: unknown) => {
    if (typeof value !== 'number') return value;
    return Number.isFinite(value) && !Object.is(value, -0) ? value : nameOf(value);
  });
}

/** @throws AuctionTraderError `BAD_OUTCOME` for a text that is none of {@link outcomesText} */
export function parseOutcomes(text: string): SetOutcome[] {
  try {
    return outcomesSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AuctionTraderError('a result in the queue cannot be read', {
      code: 'BAD_OUTCOME',
      cause,
      hint: 'Something else writes to this Redis, or a worker is of another version: run the same on all machines.',
    });
  }
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

import { AuctionTraderError } from '@auction-trader/core';

/** A query as the server parsed it: a repeated name gives a list. */
export type Query = Readonly<Record<string, unknown>>;

/** Name, range and default of a whole number in a query. */
export interface Bound {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A week back at most. */
export const MINUTES: Bound = { name: 'minutes', from: 1, to: 10_080 };
export const LIMIT: Bound = { name: 'limit', from: 1, to: 1000 };
/** Epoch ms. */
export const TIME: Bound = { name: 'ts', from: 0, to: 8_640_000_000_000_000 };

/**
 * A whole number of a query.
 *
 * @throws AuctionTraderError exit code 1 for anything but a number in its bounds
 */
export function queryNumber<Default>(
  query: Query,
  { name, from, to }: Bound,
  byDefault: Default,
): number | Default {
  const text = query[name];
  if (text === undefined) return byDefault;
  const number = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new AuctionTraderError(
    `${name} is ${JSON.stringify(text)}; it must be a whole number from ${from} to ${to}`,
    {
      code: 'BAD_QUERY',
      exitCode: 1,
      details: { key: name },
    },
  );
}

/** @throws AuctionTraderError exit code 1 when a query has a name that means nothing here */
export function requireKnownNames(query: Query, names: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (names.includes(name)) continue;
    throw new AuctionTraderError(`${name} means nothing here`, {
      code: 'BAD_QUERY',
      exitCode: 1,
      details: { key: name },
      hint: names.length === 0 ? 'Leave it out.' : `Use ${names.join(', ')}.`,
    });
  }
}

/** One trade of {@link tradesCsv}. */
export interface CsvTrade {
  readonly timeMs: number;
  readonly price: string;
  readonly size: string;
  readonly side: string;
}

/** 2024-01-01 00:00 UTC. */
export const FIRST_MS = 1_704_067_200_000;

/** Trades one second apart that wander by a tick of 0.1 around 50,000. */
export function someTrades(count: number, firstMs = FIRST_MS): CsvTrade[] {
  let ticks = 500_000;
  return Array.from({ length: count }, (_, at) => {
    // Any fixed sequence will do; this one visits all remainders.
    ticks += ((at * 7919) % 3) - 1;
    return {
      timeMs: firstMs + at * 1000,
      price: `${Math.floor(ticks / 10)}.${ticks % 10}`,
      size: `0.${String(1 + ((at * 104_729) % 499)).padStart(3, '0')}`,
      side: at % 2 === 0 ? 'Buy' : 'Sell',
    };
  });
}

/** Trades as a CSV text. */
export function tradesCsv(
  trades: readonly CsvTrade[],
  header = 'timestamp,price,size,side',
  comma = ',',
): string {
  const rows = trades.map(({ timeMs, price, size, side }) => [timeMs, price, size, side].join(comma));
  return `${[header.replaceAll(',', comma), ...rows].join('\n')}\n`;
}

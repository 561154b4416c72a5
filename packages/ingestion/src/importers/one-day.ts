import { AuctionTraderError } from '@auction-trader/core';
import { formatUtcDay } from '../store/utc-day.ts';

/**
 * Refuses a file with rows of other days than it should have.
 *
 * @param days starts of the days it has rows of
 * @param only start of the only one allowed; undefined for any
 * @throws AuctionTraderError (`OTHER_DAY`, exit code 3)
 */
export function refuseOtherDays(file: string, days: Iterable<number>, only: number | undefined): void {
  if (only === undefined) return;
  const other = [...days].find((day) => day !== only);
  if (other === undefined) return;
  throw new AuctionTraderError(
    `${file} has rows of ${formatUtcDay(other)}, not only of ${formatUtcDay(only)}`,
    {
      code: 'OTHER_DAY',
      details: { file },
      hint: 'Nothing of it was imported. Look at the file; it is not what its name says.',
    },
  );
}

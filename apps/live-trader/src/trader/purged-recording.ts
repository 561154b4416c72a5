import { AuctionTraderError } from '@auction-trader/core';

/** Nothing can be computed again without the first inputs. */
export function purgedRecording(dir: string): AuctionTraderError {
  return new AuctionTraderError('the beginning of the recording was purged: it cannot be replayed', {
    code: 'RECORDING_PURGED',
    details: { file: dir },
    hint: 'database.raw_retention_hours says how long recordings are kept.',
  });
}

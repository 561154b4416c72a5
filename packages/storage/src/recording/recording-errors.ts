import { AuctionTraderError } from '@auction-trader/core';

/** The error of a recording that cannot be trusted from some line on. */
export function damagedRecording(
  file: string,
  row: number,
  why: string,
  cause?: unknown,
): AuctionTraderError {
  return new AuctionTraderError(`the recording ${file} is damaged in line ${row}: ${why}`, {
    code: 'RECORDING_DAMAGED',
    details: { file, row },
    hint: 'What was recorded before it can still be read; begin a new run.',
    cause,
  });
}

/** The error of a folder without a recording. */
export function noRecording(dir: string): AuctionTraderError {
  return new AuctionTraderError(`there is no recording in ${dir}`, {
    code: 'NO_RECORDING',
    exitCode: 1,
    details: { file: dir },
    hint: 'Recordings are made by "live-trader run" and "live-trader collect".',
  });
}

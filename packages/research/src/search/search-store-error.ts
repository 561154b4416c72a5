import { AuctionTraderError } from '@auction-trader/core';

const RESUME = 'the search goes on from there when it is started again';

/** Primary result codes of SQLite, and what to do about them. */
const PROBLEMS: Readonly<Record<number, readonly [problem: string, hint: string]>> = {
  5: ['another process holds it locked', 'Wait until the other search has ended, and try again.'],
  8: ['it cannot be written', 'Give yourself the right to write there.'],
  10: ['the disk failed', 'Check the disk.'],
  11: ['it is damaged', 'Move it aside: a new one is begun.'],
  13: ['the disk is full', `Make room: what was written is kept, and ${RESUME}.`],
  14: ['it cannot be opened', 'Check that the folder exists and may be written.'],
  26: ['it is no store of searches, or damaged', 'Move it aside: a new one is begun.'],
};

const DISK_PROBLEMS: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  ENOSPC: PROBLEMS[13]!,
  EDQUOT: PROBLEMS[13]!,
  EACCES: PROBLEMS[8]!,
  EPERM: PROBLEMS[8]!,
  EROFS: PROBLEMS[8]!,
};

/** What SQLite or the disk says, as a `SEARCH_STORE` that names the file and what to do. */
export function searchStoreError(file: string, cause: unknown): AuctionTraderError {
  if (cause instanceof AuctionTraderError) return cause;
  const { errcode, code, message } = cause as { errcode?: number; code?: string; message?: string };
  const known = (errcode === undefined ? undefined : PROBLEMS[errcode & 0xff]) ?? DISK_PROBLEMS[code ?? ''];
  const [problem, hint] = known ?? [message ?? String(cause), 'Check the file and its folder.'];
  return new AuctionTraderError(`the store of searches cannot be used: ${problem}`, {
    code: 'SEARCH_STORE',
    details: { file },
    hint,
    cause,
  });
}

import { closeSync, fsyncSync, futimesSync, mkdirSync, openSync, renameSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';

/** The changes a store makes to the disk. Tests hand in one that fails where they want it to. */
export interface StoreFiles {
  /** Writes a new file and makes sure that it is on the disk. */
  write(path: string, pieces: readonly ArrayBufferView[], mtimeSeconds?: number): void;
  /** Moves a file over whatever has the new name. */
  rename(from: string, to: string): void;
  /** Makes sure that the names in a folder are on the disk. */
  syncFolder(path: string): void;
}

/** The real disk. */
export const DISK: StoreFiles = {
  write(path, pieces, mtimeSeconds) {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(path, 'w');
    try {
      writeAll(descriptor, pieces);
      if (mtimeSeconds !== undefined) futimesSync(descriptor, mtimeSeconds, mtimeSeconds);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  rename(from, to) {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  },
  syncFolder(path) {
    // Windows cannot open a folder; its renames need no such care.
    if (process.platform === 'win32') return;
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
};

function writeAll(descriptor: number, pieces: readonly ArrayBufferView[]): void {
  let rest = pieces.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  for (;;) {
    rest = rest.filter((piece) => piece.length > 0);
    if (rest.length === 0) return;
    let written = writevSync(descriptor, rest);
    rest = rest.map((piece) => {
      const skipped = Math.min(written, piece.length);
      written -= skipped;
      return piece.subarray(skipped);
    });
  }
}

/**
 * Runs a change of the store and turns what the disk says about itself into an error a
 * user understands.
 */
export function explainDiskErrors<Result>(dir: string, change: () => Result): Result {
  try {
    return change();
  } catch (cause) {
    throw explained(dir, cause);
  }
}

/** As {@link explainDiskErrors}, for an error that was caught already. */
export function explained(dir: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AuctionTraderError(`the disk of the tick store ${dir} is full`, {
      code: 'DISK_FULL',
      details: { file: dir },
      hint: 'Nothing was changed. Make room, or choose another folder with --set database.data_dir=PATH, and run it again.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AuctionTraderError(`the tick store ${dir} cannot be written`, {
      code: 'STORE_READ_ONLY',
      details: { file: dir },
      hint: 'Nothing was changed. Give yourself the right to write there, or choose another folder.',
      cause,
    });
  }
  return cause;
}

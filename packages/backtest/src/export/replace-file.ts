import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AuctionTraderError, errorText } from '@auction-trader/core';

/**
 * Writes a file so that a reader never sees half of it: under a temporary name beside it, flushed, then
 * renamed. When `write` fails the old file stays and the temporary one is removed.
 *
 * @param path file to make or replace; its folder must be there
 * @param write makes the content at the path it is given
 * @throws AuctionTraderError (`WRITE_FAILED`) naming the file, when the system refuses
 */
export async function replaceFile(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await write(temporary);
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw writeFailure(path, cause);
  }
}

/** {@link replaceFile} with text that comes in pieces, so that it need not be in memory at once. */
export async function replaceTextFile(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  await replaceFile(path, async (temporary) => {
    const handle = await open(temporary, 'w');
    try {
      for (const piece of pieces) await writeAll(handle, piece);
    } finally {
      await handle.close();
    }
  });
}

async function writeAll(handle: FileHandle, piece: string | Uint8Array): Promise<void> {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}

function writeFailure(path: string, cause: unknown): AuctionTraderError {
  if (cause instanceof AuctionTraderError) return cause;
  const reason = errorText(cause);
  const full = reason.includes('ENOSPC') || reason.includes('No space left');
  return new AuctionTraderError(`${path} could not be written: ${reason}`, {
    code: 'WRITE_FAILED',
    details: { file: path },
    hint: full
      ? 'The disk is full: free some space or write to another folder, then run again.'
      : 'See that the folder exists and may be written to.',
    cause,
  });
}

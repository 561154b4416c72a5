import { AuctionTraderError } from '@auction-trader/core';
import { finishStaging, hasStaging, openStaging, type Staging } from './staging.ts';
import { explained, type StoreFiles } from './store-files.ts';
import { lockStore } from './store-lock.ts';

/**
 * Makes a change of a store that happens wholly or not at all: takes the lock, completes
 * what an earlier process left, and commits when `change` returns, else discards.
 *
 * @throws AuctionTraderError (`STORE_LOCKED`, `DISK_FULL`, `STORE_READ_ONLY`) and whatever
 * `change` throws
 */
export async function changeStore<Result>(
  dir: string,
  files: StoreFiles,
  change: (staging: Staging) => Result | Promise<Result>,
): Promise<Result> {
  const unlock = lockExplained(dir);
  try {
    finishStaging(dir, files);
    const staging = openStaging(dir, files);
    try {
      const result = await change(staging);
      staging.commit();
      return result;
    } catch (error) {
      staging.discard();
      throw error;
    }
  } catch (error) {
    throw explained(dir, error);
  } finally {
    unlock();
  }
}

function lockExplained(dir: string) {
  try {
    return lockStore(dir);
  } catch (error) {
    throw explained(dir, error);
  }
}

/** Completes what a killed process left, unless one is at work just now. */
export function recoverStore(dir: string, files: StoreFiles): void {
  if (!hasStaging(dir)) return;
  let unlock: () => void;
  try {
    unlock = lockExplained(dir);
  } catch (error) {
    if (error instanceof AuctionTraderError && error.code === 'STORE_LOCKED') return;
    throw error;
  }
  try {
    finishStaging(dir, files);
  } finally {
    unlock();
  }
}

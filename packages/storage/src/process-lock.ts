import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AuctionTraderError } from '@auction-trader/core';
import { storeError } from './store-error.ts';

const SQLITE_BUSY = 5;

/** Gives a lock back. Harmless twice. */
export type Unlock = () => void;

/**
 * Takes a lock that the operating system gives back when the process dies, however it dies: a trader has
 * to come up again after a power cut, whatever process has its old number by then. The file is an empty
 * SQLite database, whose write lock is held.
 *
 * @param file it and its folder are made when they are not there; it stays
 * @param doing what the holder of the lock does, for the message: `writing the journal data/journal.db`
 * @throws AuctionTraderError (`STORE_LOCKED`, exit code 2) when another holds it, in this process or elsewhere;
 * `STORE_ERROR` when the file cannot be written
 */
export function lockForProcess(file: string, doing: string): Unlock {
  const sqlite = openLock(file);
  try {
    sqlite.exec('BEGIN IMMEDIATE');
  } catch (error) {
    sqlite.close();
    const isBusy = (error as { errcode?: number }).errcode === SQLITE_BUSY;
    throw isBusy ? lockedError(file, doing) : storeError('lock', file, error);
  }
  writeFileSync(holderFile(file), `process ${process.pid} on ${hostname()}`);
  return () => {
    if (!sqlite.isOpen) return;
    rmSync(holderFile(file), { force: true });
    sqlite.close();
  };
}

function openLock(file: string): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return new DatabaseSync(file);
  } catch (cause) {
    throw storeError('lock', file, cause);
  }
}

function lockedError(file: string, doing: string): AuctionTraderError {
  return new AuctionTraderError(`${holderOf(file)} is ${doing}`, {
    code: 'STORE_LOCKED',
    exitCode: 2,
    details: { file },
    hint: 'One process at a time can do that: stop the other one first.',
  });
}

function holderOf(file: string): string {
  try {
    return `the ${readFileSync(holderFile(file), 'utf8').trim()}`;
  } catch {
    return 'another process';
  }
}

/** Names the holder, for people; the lock does not depend on it. */
function holderFile(file: string): string {
  return `${file}.holder`;
}

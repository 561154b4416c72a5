import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';

const LOCK_NAME = '.lock';
/** A lock without a content is one whose process was killed between two system calls, or is in between just now. */
const EMPTY_LOCK_STALE_MS = 5_000;

/** Locks of this very process: a lock file with its id that is not in here is of a dead one. */
const held = new Set<string>();

/** Gives a lock back. Harmless twice: the lock of the next holder stays. */
export type Unlock = () => void;

/**
 * Takes the store's write lock: one process changes a store at a time. A lock left behind
 * by a process that is gone is taken over.
 *
 * @throws AuctionTraderError (`STORE_LOCKED`) when somebody else holds it
 */
export function lockStore(dir: string): Unlock {
  return lockFile(join(dir, LOCK_NAME), `changing the tick store ${dir}`);
}

/**
 * Takes a lock by making a file with this process's id in it. A lock left behind by a process that is
 * gone is taken over.
 *
 * @param file its folder is made when it is not there
 * @param doing what the holder of the lock does, for the message: `changing the tick store data/ticks`
 * @throws AuctionTraderError (`STORE_LOCKED`, exit code 2) when another holds it, in this process or elsewhere
 */
export function lockFile(file: string, doing: string): Unlock {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  if (!create(path) && !(takeAwayStale(path) && create(path))) throw lockedError(path, doing);
  held.add(path);
  let given = false;
  return () => {
    if (given) return;
    given = true;
    held.delete(path);
    rmSync(path, { force: true });
  };
}

function create(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}@${hostname()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes the lock file when its process is gone; true when it was removed. */
function takeAwayStale(path: string): boolean {
  const seen = readLock(path);
  if (seen === null) return true;
  if (!isStale(path, seen)) return false;
  // Two processes may find the same stale lock: only what was judged may be removed.
  const aside = join(`${path}.stale.${process.pid}`);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true;
    throw error;
  }
  if (readLock(aside) !== seen) {
    renameSync(aside, path);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

function isStale(path: string, content: string): boolean {
  const [pid, host] = content.trim().split('@');
  if (!pid || !host) return Date.now() - statSync(path).mtimeMs > EMPTY_LOCK_STALE_MS;
  if (host !== hostname()) return false;
  if (Number(pid) === process.pid) return !held.has(path);
  return !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function lockedError(path: string, doing: string): AuctionTraderError {
  const holder = readLock(path)?.trim();
  const who = holder ? `the process ${holder.replace('@', ' on ')}` : 'another process';
  return new AuctionTraderError(`${who} is ${doing}`, {
    code: 'STORE_LOCKED',
    exitCode: 2,
    details: { file: path },
    hint: `Wait until it is done. If no such process runs, delete ${path}.`,
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

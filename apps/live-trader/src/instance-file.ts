import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockForProcess, type Unlock } from '@auction-trader/storage';
import { z } from 'zod';

const note = z.object({
  pid: z.int().positive(),
  /** `http://127.0.0.1:8080` */
  address: z.url(),
  /** What commands of the same user show to the server. */
  token: z.string().min(1),
  instance: z.string(),
  mode: z.string(),
  symbol: z.string(),
  started_ms: z.int(),
});

/** How a running instance is found: `live-trader.json` in its data folder, for its user's eyes only. */
export type InstanceNote = z.infer<typeof note>;

const FILE = 'live-trader.json';
const LOCK = 'live-trader.lock';

/**
 * Takes a data folder for this process; one instance uses it at a time. What a killed instance left
 * behind is taken over.
 *
 * @throws AuctionTraderError (`STORE_LOCKED`, exit code 2) when another instance has it
 */
export function claimDataFolder(dataDir: string): Unlock {
  return lockForProcess(join(dataDir, LOCK), `running on ${dataDir}`);
}

/** Says where this instance listens. The note is whole or not there, and others cannot read it. */
export function writeInstanceNote(dataDir: string, facts: InstanceNote): void {
  const file = join(dataDir, FILE);
  const aside = `${file}.${process.pid}`;
  rmSync(aside, { force: true });
  writeFileSync(aside, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(aside, file);
}

/** The note of a running instance; null when there is none, or only one that a killed instance left. */
export function readInstanceNote(dataDir: string): InstanceNote | null {
  try {
    const facts = note.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
    return isAlive(facts.pid) ? facts : null;
  } catch {
    return null;
  }
}

export function removeInstanceNote(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countText } from '@auction-trader/command-line';
import { AuctionTraderError, type Config, liveProblems } from '@auction-trader/core';
import { type DiskSpace, readJournal } from '@auction-trader/storage';
import { readWebhook } from '../alerts/webhook-format.ts';
import { readInstanceNote } from '../instance-file.ts';
import { requireSafeBind } from '../server/access.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** A day of a busy market takes about a gigabyte; a full disk stops entries. */
const DISK = { warnBytes: 5e9, failBytes: 1e9 };

/** Whether others may look into the data folder, or even change it. */
export function folderFinding(dataDir: string): Finding {
  if (!existsSync(dataDir)) return ok('data folder', `${dataDir} will be made, for this user only`);
  const facts = statSync(dataDir);
  if (!facts.isDirectory()) return fail('data folder', `${dataDir} is not a folder`);
  // Windows knows no such rights.
  if (process.platform === 'win32') return ok('data folder', dataDir);
  if (process.getuid !== undefined && facts.uid !== process.getuid() && process.getuid() !== 0) {
    return warn('data folder', `${dataDir} belongs to another user`);
  }
  if ((facts.mode & 0o022) !== 0) {
    return fail('data folder', `others may change ${dataDir}; take that right away: chmod 700`);
  }
  if ((facts.mode & 0o044) !== 0) return warn('data folder', `others may read ${dataDir}: chmod 700`);
  return ok('data folder', dataDir);
}

export function diskFinding({ freeBytes }: DiskSpace): Finding {
  const text = `${countText(freeBytes / 1e6)} MB free`;
  if (freeBytes < DISK.failBytes) return fail('disk', `${text}; recordings and journal need room`);
  return freeBytes < DISK.warnBytes
    ? warn('disk', `${text}; a busy day takes about 1,000`)
    : ok('disk', text);
}

/** Whether the journal's schema is this program's. */
export function journalFinding(dataDir: string, config: Config): Finding {
  const file = join(dataDir, config.database.execution_db);
  if (!existsSync(file)) return ok('journal', 'none yet; it is made by the first run');
  try {
    readJournal(file).close();
    return ok('journal', 'its schema is up to date');
  } catch (error) {
    if (!(error instanceof AuctionTraderError)) throw error;
    return fail('journal', error.hint === null ? error.message : `${error.message}. ${error.hint}`);
  }
}

export function instanceFinding(dataDir: string): Finding {
  const note = readInstanceNote(dataDir);
  if (note === null) return ok('instance', 'none runs on this data folder');
  return ok('instance', `${note.mode} of ${note.symbol} runs as process ${note.pid} on ${note.address}`);
}

/** What live trading would still be refused for. */
export function liveFindings(config: Config): Finding[] {
  const problems = liveProblems(config);
  if (problems.length === 0) return [ok('live', 'the configuration allows it')];
  return problems.map(({ message }) => warn('live', message));
}

export function serverFinding({ dashboard: { host, port, token } }: Config): Finding {
  try {
    requireSafeBind(host, token);
    return ok('server', `${host}:${port}${token === null ? ', no token' : ', with a token'}`);
  } catch (error) {
    return fail('server', (error as Error).message);
  }
}

export function alertFinding(env: Readonly<Record<string, string | undefined>>): Finding {
  try {
    const webhook = readWebhook(env);
    if (webhook === null)
      return warn('alerts', 'no ALERT_WEBHOOK_URL: nobody hears of a halt or a missing stop');
    return ok('alerts', `sent as ${webhook.format}`);
  } catch (error) {
    return fail('alerts', (error as Error).message);
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Random } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../recording/read-recording.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readJournal } from './read-journal.ts';

const ROUNDS = 20;
const FIXTURE = fileURLToPath(new URL('./killed-trader.fixture.ts', import.meta.url));

/** Runs the trader until it has said so many lines, kills it, and gives back all it said. */
async function killAfter(folder: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--conditions=@auction-trader/source', FIXTURE, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return said;
}

describe('kill -9 of a trader', () => {
  it(`${ROUNDS} times at random moments: nothing that was acknowledged is missing, nothing is doubled`, async () => {
    const folder = temporaryFolder();
    const random = new Random(4);
    const acknowledged: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const said = await killAfter(folder, 1 + Math.floor(random.uniform() * 30));
      const [, startSeq, snapshotSeq] = said[0]!.split(' ').map(Number);
      // It came up with all it had acknowledged before.
      expect(startSeq).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0);
      expect(snapshotSeq).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0);
      acknowledged.push(...said.slice(1).map((line) => Number(line.split(' ')[1])));
    }
    const seqs = [...readRecording(join(folder, 'recording'))].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const journal = readJournal(join(folder, 'journal.db'));
    expect(journal.problems()).toEqual([]);
    const commands = [...journal.commandsOf('run-1')].map(({ inputSeq }) => inputSeq);
    const decisions = [...journal.decisionsOf('run-1')].map(({ inputSeq }) => inputSeq);
    expect(commands).toEqual(expect.arrayContaining(acknowledged));
    expect(decisions).toEqual(commands);
    expect(new Set(commands).size).toBe(commands.length);
    // No command without the input that led to it: the recording is flushed first.
    expect(commands.at(-1)).toBeLessThanOrEqual(seqs.length);
    // What belongs to one transaction is there together.
    const all = { limit: 1_000_000 };
    const done = journal.executionIds('run-1').map((id) => Number(id.split('-')[1]));
    expect(done).toEqual(expect.arrayContaining(acknowledged));
    const filled = journal.orders(all).filter(({ status }) => status === 'FILLED');
    for (const rows of [journal.fills(all), journal.positions(all), filled])
      expect(rows).toHaveLength(done.length);
    journal.close();
  }, 120_000);
});

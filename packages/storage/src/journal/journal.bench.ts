// How long trading waits for the books: node tools/up.mjs node <this file>
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '@auction-trader/core';
import {
  exampleDecision,
  exampleFill,
  examplePlace,
  exampleRun,
  exampleTrade,
  NOON,
} from '../testing/example-rows.ts';
import { openJournal } from './open-journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-bench-'));
const journal = openJournal(join(folder, 'journal.db'), { clock: new SimulatedClock(NOON) });
try {
  const run = journal.run(exampleRun());
  measure('decision and order, durable', 500, (round) => {
    run.beforeSend({
      decisions: [
        exampleDecision({
          minuteMs: NOON + round * 60_000,
          inputSeq: round,
          featureSnapshot: 'x'.repeat(500),
        }),
      ],
      commands: [
        { inputSeq: round, index: 0, linkId: `link-${round}`, command: examplePlace({ orderId: round }) },
      ],
    });
  });
  measure('fill and position, durable', 500, (round) => {
    journal.transaction(() => {
      run.saveTrade(exampleTrade({ tradeId: round }));
      run.saveFill(exampleFill({ fillId: round, tradeId: round }), { setup: 'breakin' });
    });
  });
  const state = {
    levels: Array.from({ length: 240 }, (_, minute) => Array.from({ length: 200 }, (_, at) => minute * at)),
  };
  const parts = { position: null, acceptance: null, pendingOrders: [], account: null };
  measure('snapshot of 48,000 numbers', 30, (round) => {
    run.saveSnapshot({
      timeMs: NOON,
      type: 'PERIODIC',
      inputSeq: round,
      segment: 's',
      stateVersion: 1,
      state,
      ...parts,
    });
    run.pruneSnapshots(10);
  });
} finally {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
}

function measure(name: string, rounds: number, work: (round: number) => void): void {
  const times: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const from = performance.now();
    work(round);
    times.push(performance.now() - from);
  }
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(2);
  process.stdout.write(`${name.padEnd(30)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`);
}

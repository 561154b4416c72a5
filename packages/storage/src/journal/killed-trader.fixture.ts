// Records and journals as fast as it can until it is killed. Says each round it has made durable.
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatedClock } from '@auction-trader/core';
import { createRecorder, reopenRecorder } from '../recording/recorder.ts';
import { exampleHeader } from '../testing/example-header.ts';
import {
  exampleDecision,
  exampleFill,
  examplePlace,
  exampleRun,
  exampleTrade,
  NOON,
} from '../testing/example-rows.ts';
import { openJournal } from './open-journal.ts';

const folder = process.argv[2]!;
const dir = join(folder, 'recording');
const TEN_MINUTES = 600_000;

const journal = openJournal(join(folder, 'journal.db'), { clock: new SimulatedClock(NOON) });
const run = journal.run(exampleRun());
const recorder = existsSync(join(dir, 'header.json'))
  ? reopenRecorder(dir)
  : createRecorder(dir, exampleHeader());
const { snapshot } = journal.read.newestSnapshot('run-1', 1);
// What was journaled behind the last flushed input cannot be: the recording is flushed first.
let round = Math.ceil(recorder.position.seq / 3);
writeSync(1, `start ${recorder.position.seq} ${snapshot?.inputSeq ?? 0}\n`);

for (;;) {
  round++;
  const timeMs = NOON + round * TEN_MINUTES;
  let inputSeq = recorder.append({ kind: 'frame', timeMs, text: `round ${round}` });
  while (inputSeq % 3 !== 0) inputSeq = recorder.append({ kind: 'minute', timeMs, minuteMs: timeMs });
  recorder.flush();
  journal.transaction(() => {
    const command = examplePlace({ orderId: inputSeq, lots: 1 + (round % 5) });
    run.beforeSend({
      decisions: [exampleDecision({ minuteMs: timeMs, inputSeq })],
      commands: [{ inputSeq, index: 0, linkId: `link-${inputSeq}`, command }],
    });
  });
  journal.transaction(() => {
    run.saveExecutionId(`execution-${inputSeq}`, timeMs);
    run.saveFill(exampleFill({ fillId: inputSeq, tradeId: inputSeq, fillMs: timeMs }), { setup: 'breakin' });
    run.saveTrade(exampleTrade({ tradeId: inputSeq, openMs: timeMs }));
    run.updateOrder({ orderId: inputSeq, timeMs, status: 'FILLED', filledLots: 10, averageTicks: 500_003 });
  });
  run.saveSnapshot({
    timeMs,
    type: 'PERIODIC',
    inputSeq,
    segment: recorder.position.segment,
    stateVersion: 1,
    state: { round, padding: 'x'.repeat(20_000) },
    position: null,
    acceptance: null,
    pendingOrders: [],
    account: null,
  });
  run.pruneSnapshots(5);
  writeSync(1, `done ${inputSeq}\n`);
}

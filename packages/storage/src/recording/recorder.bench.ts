// Time of recording a message, beside JSON.parse of the same message: node tools/up.mjs node <this file>
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig } from '@auction-trader/core';
import { readRecording } from './read-recording.ts';
import { createRecorder } from './recorder.ts';

const MESSAGES = 500_000;
const NOON = Date.UTC(2026, 10, 20, 12);

const messages = Array.from(
  { length: 1_000 },
  (_, index) =>
    `{"topic":"orderbook.1.BTCUSDT","type":"snapshot","ts":${NOON + index},"data":{"s":"BTCUSDT","b":[["${50_000 + index / 10}","1.234"]],"a":[["${50_000.1 + index / 10}","0.567"]],"u":${index},"seq":${9_000_000_000 + index}},"cts":${NOON + index}}`,
);

const folder = mkdtempSync(join(tmpdir(), 'recorder-bench-'));
try {
  const recorder = createRecorder(join(folder, 'run'), {
    schema: 1,
    runId: 'run',
    instance: 'bench',
    mode: 'collect',
    instrument: { venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' },
    startedMs: NOON,
    config: defaultConfig(),
    configHash: '',
    versions: {},
    session: null,
  });
  report('append', () => {
    for (let index = 0; index < MESSAGES; index++) {
      recorder.append({ kind: 'frame', timeMs: NOON + index, text: messages[index % messages.length]! });
    }
    recorder.flush();
  });
  report('JSON.parse', () => {
    let sum = 0;
    for (let index = 0; index < MESSAGES; index++) sum += JSON.parse(messages[index % messages.length]!).ts;
    return sum;
  });
  report('read back', () => {
    let count = 0;
    for (const _ of readRecording(recorder.dir)) count++;
    return count;
  });
  await recorder.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function report(name: string, work: () => unknown): void {
  const from = performance.now();
  work();
  const microseconds = ((performance.now() - from) * 1_000) / MESSAGES;
  process.stdout.write(`${name.padEnd(12)} ${microseconds.toFixed(2)} us a message\n`);
}

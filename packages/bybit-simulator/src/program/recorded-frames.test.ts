import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { recordedFrames } from './recorded-frames.ts';

const FRAMES = ['{"topic":"publicTrade.BTCUSDT","data":[]}', '{"topic":"orderbook.1.BTCUSDT","note":"ü"}'];
const LINES = [
  'wss://stream.example/v5/public/linear <-> 1749833471.8455276',
  `1749833474.2851315: ${FRAMES[0]}`,
  '1749833474.2851315: {"success":true,"op":"subscribe"}',
  JSON.stringify({ t: 'recv', data: FRAMES[1] }),
  JSON.stringify({ t: 'send', data: '{"op":"ping"}' }),
  JSON.stringify({ kind: 'frame', timeMs: 1, text: FRAMES[0] }),
  FRAMES[1],
  '{"kind":"fra',
];
const folder = mkdtempSync(join(tmpdir(), 'frames-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds the frames of every kind of recording', () => {
  const text = LINES.join('\n');
  const contents = { plain: text, 'a.gz': gzipSync(text), 'a.zst': zstdCompressSync(text) };
  for (const [name, content] of Object.entries(contents)) {
    writeFileSync(join(folder, name), content);
    expect([...recordedFrames(join(folder, name))]).toEqual([FRAMES[0], FRAMES[1], FRAMES[0], FRAMES[1]]);
  }
});
